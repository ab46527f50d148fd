/**
 * Outlets that the local-news tables lack, by hand: title | domains | handles on X and elsewhere | owner | nation |
 * councils covered (registry codes), for regional ones.
 * A domain also stands for its subdomains and for handles that are domains. Compiled by the project from public facts.
 */
export const nationalOutlets = `
BBC News|bbc.co.uk bbc.com|bbcnews bbcbreaking bbcworld bbcnewsnight bbcr4today bbc5live bbcnorthwest bbcmidlands bbclondonnews bbcyorkshire bbclooknorth bbcsoutheast bbcsoutht bbcspotlight bbcpointswest bbceastmids bbclookeast bbcwalesnews bbcwales bbcscotlandnews bbcscotnews bbcnewsni bbccymrufyw bbclancashire bbcradiomanc bbcmerseyside bbcsheffield bbcleeds bbcessex bbcdevon bbccornwall bbcbristol bbcwm bbccymru bbcpolitics bbcbusiness bbctech bbcenglandnews|BBC|United Kingdom
Sky News|sky.com news.sky.com|skynews skynewsbreak skynewspolitics|Sky|United Kingdom
ITV News|itv.com|itvnews itvlondon itvwales itvwalescymru itvgranada itvcentral itvanglia itvtynetees itvmeridian itvcalendar itvwestcountry itvborder itvpolitics gmb itvnewspolitics|ITV|United Kingdom
Channel 4 News|channel4.com|channel4news c4news|Channel Four Television|United Kingdom
Channel 5 News|channel5.com|5_news|Paramount|United Kingdom
PA Media|pa.media pamedia.co.uk|pa pamedia|PA Media Group|United Kingdom
Reuters|reuters.com|reuters reutersuk|Thomson Reuters|United Kingdom
Associated Press|apnews.com ap.org|ap|Associated Press|United Kingdom
Agence France-Presse|afp.com|afp|AFP|United Kingdom
The Guardian|theguardian.com guardian.co.uk|guardian guardiannews gdnpolitics|Guardian Media Group|United Kingdom
The Observer|observer.co.uk|theobserveruk obsnewreview|Tortoise Media|United Kingdom
The Times|thetimes.com thetimes.co.uk|thetimes timespolitics|News UK|United Kingdom
The Sunday Times|sundaytimes.co.uk|thesundaytimes|News UK|United Kingdom
Times Radio|times.radio|timesradio|News UK|United Kingdom
The Telegraph|telegraph.co.uk|telegraph telegraphnews|Telegraph Media Group|United Kingdom
Daily Mail|dailymail.co.uk dailymail.com mailonline.co.uk|dailymail mailonline dailymailuk|DMG Media|United Kingdom
The Mail on Sunday|mailonsunday.co.uk|mailonsunday|DMG Media|United Kingdom
Daily Mirror|mirror.co.uk|dailymirror mirrorbreaking_|Reach PLC|United Kingdom
The Sun|thesun.co.uk thescottishsun.co.uk|thesun|News UK|United Kingdom
The Independent|independent.co.uk the-independent.com|independent theindependent|Independent Digital News and Media|United Kingdom
The i Paper|inews.co.uk theipaper.com|theipaper|DMG Media|United Kingdom
Metro|metro.co.uk|metrouk|DMG Media|United Kingdom
Daily Express|express.co.uk|daily_express|Reach PLC|United Kingdom
Daily Star|dailystar.co.uk|dailystar|Reach PLC|United Kingdom
The Standard|standard.co.uk|standardnews eveningstandard evening_standard|Evening Standard|England
Financial Times|ft.com|ft financialtimes|Nikkei|United Kingdom
The Economist|economist.com|theeconomist|The Economist Group|United Kingdom
City A.M.|cityam.com|cityam|City A.M.|England
GB News|gbnews.com gbnews.uk|gbnews|All Perspectives|United Kingdom
TalkTV|talk.tv|talktv|News UK|United Kingdom
LBC|lbc.co.uk|lbc lbcnews|Global|United Kingdom
Press Gazette|pressgazette.co.uk|pressgazette|New Statesman Media Group|United Kingdom
HuffPost UK|huffingtonpost.co.uk huffpost.com|huffpostuk|BuzzFeed|United Kingdom
PoliticsHome|politicshome.com|politicshome|Total Politics|United Kingdom
Politico Europe|politico.eu|politicoeurope|Politico|United Kingdom
New Statesman|newstatesman.com|newstatesman|New Statesman Media Group|United Kingdom
The Spectator|spectator.co.uk|spectator|Old Queen Street Media|United Kingdom
Private Eye|private-eye.co.uk|privateeyenews|Pressdram|United Kingdom
Nursing Times|nursingtimes.net|nursingtimes|EMAP|United Kingdom
Health Service Journal|hsj.co.uk|hsj_news|Wilmington|United Kingdom
Local Government Chronicle|lgcplus.com|lgcplus|EMAP|United Kingdom
The MJ|themj.co.uk|themjcouk|Hemming Group|United Kingdom
Police Professional|policeprofessional.com|policeprof|Police Professional|United Kingdom
Police Oracle|policeoracle.com|policeoracle|Police Oracle|United Kingdom
CNN|cnn.com|cnn cnni cnnbrk|Warner Bros. Discovery|International
Al Jazeera|aljazeera.com|ajenglish ajenews|Al Jazeera Media Network|International
The New York Times|nytimes.com|nytimes|The New York Times Company|International
The Washington Post|washingtonpost.com|washingtonpost|Nash Holdings|International
NBC News|nbcnews.com|nbcnews|NBCUniversal|International
ABC News|abcnews.go.com|abc|Disney|International
ABC News (Australia)|abc.net.au|abcnews|ABC|International
CBS News|cbsnews.com|cbsnews|Paramount|International
Fox News|foxnews.com|foxnews|Fox Corporation|International
RTÉ News|rte.ie|rtenews rte|RTÉ|Ireland
The Irish Times|irishtimes.com|irishtimes|Irish Times Trust|Ireland
Irish Independent|independent.ie|independent_ie|Mediahuis|Ireland
S4C|s4c.cymru|s4c s4cnewyddion newyddions4c|S4C|Wales
Golwg|golwg.360.cymru golwg360.com|golwg360|Golwg|Wales
Nation.Cymru|nation.cymru|nationcymru|Nation.Cymru|Wales
Wales Online|walesonline.co.uk|walesonline|Reach PLC|Wales|CRF SWA RCT BGE VGL NTL CAY MTY
Daily Post|dailypost.co.uk|dailypostwales northwaleslive|Reach PLC|Wales|AGY GWN CWY DEN FLN WRX
The National Wales|thenational.wales|thenationalwales|Newsquest PLC|Wales
Business Live|business-live.co.uk|businesslive|Reach PLC|United Kingdom
STV News|stv.tv|stvnews|STV Group|Scotland
The Scotsman|scotsman.com|thescotsman|National World|Scotland
The Herald|heraldscotland.com|heraldscotland|Newsquest PLC|Scotland
The National|thenational.scot|scotnational|Newsquest PLC|Scotland
Daily Record|dailyrecord.co.uk|daily_record dailyrecord|Reach PLC|Scotland
The Press and Journal|pressandjournal.co.uk|pressjournal|DC Thomson|Scotland|ABE ABD HLD MRY
The Courier|thecourier.co.uk|thecourieruk|DC Thomson|Scotland|DND PKN FIF ANS
The Sunday Post|sundaypost.com|sunday_post|DC Thomson|Scotland
The Ferret|theferret.scot|ferretscot|The Ferret|Scotland
Belfast Telegraph|belfasttelegraph.co.uk|beltel|Mediahuis|Northern Ireland
Belfast Live|belfastlive.co.uk|belfastlive|Reach PLC|Northern Ireland|BFS
The Irish News|irishnews.com|irish_news|Irish News|Northern Ireland
News Letter|newsletter.co.uk|news_letter|National World|Northern Ireland
UTV|u.tv|utvnews|ITV|Northern Ireland
The Detail|thedetail.tv|the_detail|The Detail|Northern Ireland
Manchester Evening News|manchestereveningnews.co.uk|mennewsdesk|Reach PLC|England|BOL BUR MAN OLD RCH SLF SKP TAM TRF WGN
Liverpool Echo|liverpoolecho.co.uk|livechonews|Reach PLC|England|KWL LIV SFT SHN WRL
Birmingham Live|birminghammail.co.uk birminghamlive.co.uk|birminghamlive birminghammail|Reach PLC|England|BIR SOL SAW DUD WLL WLV COV
LancsLive|lancs.live|lancslive|Reach PLC|England|LAN BBD BPL
My London|mylondon.news|myldn|Reach PLC|England
The Yorkshire Post|yorkshirepost.co.uk|yorkshirepost|National World|England|BRD CLD KIR LDS WKF NYE YOR
The Northern Echo|thenorthernecho.co.uk|thenorthernecho|Newsquest PLC|England|DUR DAL MDB RCC STT HPL
ChronicleLive|chroniclelive.co.uk|chroniclelive|Reach PLC|England|NET NTY GAT SND STY NBL
The Manchester Mill|manchestermill.co.uk|manchestermill|Mill Media|England|MAN SLF
The Tribune (Sheffield)|sheffieldtribune.co.uk|sheffieldtrib|Mill Media|England|SHF
The Post (Liverpool)|livpost.co.uk|liverpoolpost|Mill Media|England|LIV
The Bristol Cable|thebristolcable.org|thebristolcable|The Bristol Cable|England|BST
Bureau of Investigative Journalism|thebureauinvestigates.com|tbij|Trust for London|United Kingdom
openDemocracy|opendemocracy.net|opendemocracy|openDemocracy|United Kingdom
Byline Times|bylinetimes.com|bylinetimes|Byline Media|United Kingdom
Heart News|heart.co.uk|thisisheart|Global|United Kingdom
Capital FM|capitalfm.com|capitalofficial|Global|United Kingdom
Greatest Hits Radio|hellorayo.co.uk planetradio.co.uk|greatesthitsuk|Bauer Media|United Kingdom
The Pembrokeshire Herald|pembrokeshire-herald.com|pembsherald|Herald News UK|Wales|PEM
Cambrian News|cambrian-news.co.uk|cambriannews|Tindle Newspapers|Wales|CGN GWN POW
`
  .trim()
  .split('\n')
  .map((line) => {
    const [title = '', domains = '', handles = '', owner = '', nation = '', covers = ''] = line.split('|')
    return {
      title,
      domains: domains.split(' '),
      handles: handles.split(' ').filter(Boolean),
      owner,
      nation,
      covers: covers.split(' ').filter(Boolean),
    }
  })

/**
 * Bodies whose domain does not end in a public-sector suffix, or whose handle is worth knowing: name | domain | kind |
 * handles. Kinds: government, police, nhs, emergency, charity, business. Compiled by the project from public facts.
 */
export const nationalBodies = `
GOV.UK|gov.uk|government|govuk
Prime Minister's Office|number10.gov.uk|government|10downingstreet
Home Office|homeoffice.gov.uk|government|ukhomeoffice
Cabinet Office|cabinetoffice.gov.uk|government|cabinetofficeuk
Foreign, Commonwealth and Development Office|fcdo.gov.uk|government|fcdogovuk
Department of Health and Social Care|dhsc.gov.uk|government|dhscgovuk
Department for Transport|dft.gov.uk|government|transportgovuk
Department for Environment, Food and Rural Affairs|defra.gov.uk|government|defragovuk
Ministry of Defence|mod.uk|government|defencehq britisharmy royalnavy royalairforce
UK Parliament|parliament.uk|government|ukparliament houseofcommons ukhouseoflords
Welsh Government|gov.wales|government|welshgovernment llywodraethcym
Llywodraeth Cymru|llyw.cymru|government|
Senedd Cymru|senedd.wales|government|seneddwales seneddcymru
Senedd Cymru (Cymraeg)|senedd.cymru|government|
Scottish Government|gov.scot|government|scotgov scotgovnethealth
Scottish Parliament|parliament.scot|government|scotparl
Northern Ireland Executive|northernireland.gov.uk|government|niexecutive
Northern Ireland Assembly|niassembly.gov.uk|government|niassembly
Environment Agency|environment-agency.gov.uk|government|envagency envagencyyne envagencymids envagencyse envagencyanglia envagencysw envagencynw floodwarningsuk
Natural Resources Wales|naturalresources.wales|government|natreswales natresources
Cyfoeth Naturiol Cymru|cyfoethnaturiol.cymru|government|cyfoethnatcymru
Scottish Environment Protection Agency|sepa.org.uk|government|scottishepa sepaflood
Met Office|metoffice.gov.uk|government|metoffice metofficenews
UK Health Security Agency|ukhsa.gov.uk|government|ukhsa
National Highways|nationalhighways.co.uk|government|nationalhways highwaysnwest highwayseast highwaysmids highwaysyorks highwaysseast highwaysswest highwayssw highwaysneast
Traffic Wales|traffic.wales|government|trafficwalesn trafficwaless
Traffic Scotland|traffic.gov.scot|government|trafficscotland
Transport for London|tfl.gov.uk|government|tfl tflalerts tfltrafficnews
Transport for Greater Manchester|tfgm.com|government|officialtfgm tfgm
Transport for Wales|tfw.wales|government|tfwrail transport_wales
Transport for West Midlands|tfwm.org.uk|government|transportforwm
Merseytravel|merseytravel.gov.uk|government|merseytravel
Maritime and Coastguard Agency|hmcoastguard.uk|emergency|mca_media hmcoastguard hm_coastguard
Independent Office for Police Conduct|policeconduct.gov.uk|government|policeconduct
National Crime Agency|nationalcrimeagency.gov.uk|police|nca_uk
National Cyber Security Centre|ncsc.gov.uk|government|ncsc
Action Fraud|actionfraud.police.uk|police|actionfrauduk
Police.uk|police.uk|police|
National Police Chiefs' Council|npcc.police.uk|police|policechiefs
College of Policing|college.police.uk|police|collegeofpolice
Metropolitan Police Service|met.police.uk|police|metpoliceuk metpoliceevents mps
City of London Police|cityoflondon.police.uk|police|citypolice
British Transport Police|btp.police.uk|police|btp btpscotland
Greater Manchester Police|gmp.police.uk|police|gmpolice gmpcitycentre gmptraffic
Lancashire Constabulary|lancashire.police.uk|police|lancspolice lancsroadpolice
Merseyside Police|merseyside.police.uk|police|merseypolice
Cheshire Constabulary|cheshire.police.uk|police|cheshirepolice
Cumbria Constabulary|cumbria.police.uk|police|cumbriapolice
West Yorkshire Police|westyorkshire.police.uk|police|westyorkspolice wyp
South Yorkshire Police|southyorks.police.uk|police|syptweet
North Yorkshire Police|northyorkshire.police.uk|police|nyorkspolice
Humberside Police|humberside.police.uk|police|humberbeat
Northumbria Police|northumbria.police.uk|police|northumbriapol
Durham Constabulary|durham.police.uk|police|durhampolice
Cleveland Police|cleveland.police.uk|police|clevelandpolice
West Midlands Police|westmidlands.police.uk|police|wmpolice
West Mercia Police|westmercia.police.uk|police|wmerciapolice
Staffordshire Police|staffordshire.police.uk|police|staffspolice
Warwickshire Police|warwickshire.police.uk|police|warkspolice
Derbyshire Constabulary|derbyshire.police.uk|police|derbyspolice
Nottinghamshire Police|nottinghamshire.police.uk|police|nottspolice
Leicestershire Police|leics.police.uk|police|leicspolice
Lincolnshire Police|lincs.police.uk|police|lincspolice
Northamptonshire Police|northants.police.uk|police|northantspolice
Cambridgeshire Constabulary|cambs.police.uk|police|cambscops
Norfolk Constabulary|norfolk.police.uk|police|norfolkpolice
Suffolk Constabulary|suffolk.police.uk|police|suffolkpolice
Bedfordshire Police|beds.police.uk|police|bedspolice
Hertfordshire Constabulary|herts.police.uk|police|hertspolice
Essex Police|essex.police.uk|police|essexpoliceuk
Thames Valley Police|thamesvalley.police.uk|police|thamesvp
Hampshire and Isle of Wight Constabulary|hampshire.police.uk|police|hantspolice hiowpolice
Surrey Police|surrey.police.uk|police|surreypolice
Kent Police|kent.police.uk|police|kent_police
Sussex Police|sussex.police.uk|police|sussex_police
Devon and Cornwall Police|devon-cornwall.police.uk|police|dc_police
Avon and Somerset Police|avonandsomerset.police.uk|police|aspolice
Gloucestershire Constabulary|gloucestershire.police.uk|police|glos_police
Wiltshire Police|wiltshire.police.uk|police|wiltshirepolice
Dorset Police|dorset.police.uk|police|dorsetpolice
North Wales Police|northwales.police.uk|police|nwpolice heddlugogcymru northwalespolice
Gwent Police|gwent.police.uk|police|gwentpolice heddlugwent
South Wales Police|south-wales.police.uk|police|swpolice heddludecymru
Dyfed-Powys Police|dyfed-powys.police.uk|police|dyfedpowys heddludp
Police Scotland|scotland.police.uk|police|policescotland polscotevents
Police Service of Northern Ireland|psni.police.uk|police|policeserviceni psni
NHS|nhs.uk|nhs|nhsuk
NHS England|england.nhs.uk|nhs|nhsengland
NHS 111 Wales|111.wales.nhs.uk|nhs|nhs111wales
NHS Wales|nhs.wales|nhs|
NHS inform|nhsinform.scot|nhs|nhsinform
NHS Scotland|nhs.scot|nhs|nhs24
Public Health Scotland|publichealthscotland.scot|nhs|p_h_s_official
Health and Social Care Northern Ireland|hscni.net|nhs|healthni
London Fire Brigade|london-fire.gov.uk|emergency|londonfire
Greater Manchester Fire and Rescue Service|manchesterfire.gov.uk|emergency|manchesterfire
Lancashire Fire and Rescue Service|lancsfirerescue.org.uk|emergency|lancashirefrs
Merseyside Fire and Rescue Service|merseyfire.gov.uk|emergency|merseyfire
West Midlands Fire Service|wmfs.net|emergency|westmidsfire
West Yorkshire Fire and Rescue Service|westyorksfire.gov.uk|emergency|wyfrs
South Yorkshire Fire and Rescue|syfire.gov.uk|emergency|syfr
Tyne and Wear Fire and Rescue Service|twfire.gov.uk|emergency|tyne_wear_frs
Kent Fire and Rescue Service|kent.fire-uk.org|emergency|kentfirerescue
Essex County Fire and Rescue Service|essex-fire.gov.uk|emergency|ecfrs
Avon Fire and Rescue Service|avonfire.gov.uk|emergency|avonfirerescue
Devon and Somerset Fire and Rescue Service|dsfire.gov.uk|emergency|dsfireupdates
North Wales Fire and Rescue Service|northwalesfire.gov.wales|emergency|northwalesfire
Mid and West Wales Fire and Rescue Service|mawwfire.gov.uk|emergency|mawwfire
South Wales Fire and Rescue Service|southwales-fire.gov.uk|emergency|swfireandrescue
Scottish Fire and Rescue Service|firescotland.gov.uk|emergency|fire_scot
Northern Ireland Fire and Rescue Service|nifrs.org|emergency|nifrsofficial
Shropshire Fire and Rescue Service|shropshirefire.gov.uk|emergency|shropsfire
Hereford and Worcester Fire and Rescue Service|hwfire.org.uk|emergency|hwfire
Office for National Statistics|ons.gov.uk|government|ons
HM Courts and Tribunals Service|hmcts.gov.uk|government|hmctsgovuk
Crown Prosecution Service|cps.gov.uk|government|cpsuk
Information Commissioner's Office|ico.org.uk|government|iconews
The Royal Family|royal.uk|government|royalfamily
European Union|europa.eu|government|eu_commission
United Nations|un.org|government|un
World Health Organization|who.int|government|who
FEMA|fema.gov|government|fema
US National Weather Service|weather.gov|government|nws
US Geological Survey|usgs.gov|government|usgs
British Red Cross|redcross.org.uk|charity|britishredcross
Red Cross and Red Crescent|ifrc.org|charity|ifrc
International Committee of the Red Cross|icrc.org|charity|icrc
American Red Cross|redcross.org|charity|redcross
St John Ambulance|sja.org.uk|charity|stjohnambulance
St John Ambulance Cymru|sjacymru.org.uk|charity|sjacymru
Royal National Lifeboat Institution|rnli.org|charity|rnli
Mountain Rescue England and Wales|mountain.rescue.org.uk|charity|mountainrescueuk
Salvation Army|salvationarmy.org.uk|charity|salvationarmyuk
Samaritans|samaritans.org|charity|samaritans
Shelter|shelter.org.uk|charity|shelter
Crisis|crisis.org.uk|charity|crisis_uk
The Trussell Trust|trussell.org.uk|charity|trussellukw trusselltrust
Citizens Advice|citizensadvice.org.uk|charity|citizensadvice
Age UK|ageuk.org.uk|charity|age_uk
Mind|mind.org.uk|charity|mindcharity
NSPCC|nspcc.org.uk|charity|nspcc
Barnardo's|barnardos.org.uk|charity|barnardos
Save the Children|savethechildren.org.uk|charity|savechildrenuk
Oxfam|oxfam.org.uk|charity|oxfamgb oxfam
Unicef|unicef.org|charity|unicef unicef_uk
World Vision|worldvision.org|charity|worldvision
Médecins Sans Frontières|msf.org.uk|charity|msf_uk
Islamic Relief|islamic-relief.org.uk|charity|islamicreliefuk
Muslim Aid|muslimaid.org|charity|muslimaid
Khalsa Aid|khalsaaid.org|charity|khalsa_aid
RSPCA|rspca.org.uk|charity|rspca_official
Scottish SPCA|scottishspca.org|charity|scottishspca
RSPB|rspb.org.uk|charity|natures_voice
National Trust|nationaltrust.org.uk|charity|nationaltrust
Canal and River Trust|canalrivertrust.org.uk|charity|canalrivertrust
National Flood Forum|nationalfloodforum.org.uk|charity|nationflood
Crimestoppers|crimestoppers-uk.org|charity|crimestoppersuk
Victim Support|victimsupport.org.uk|charity|victimsupport
Missing People|missingpeople.org.uk|charity|missingpeople
Refuge|refuge.org.uk|charity|refugecharity
Women's Aid|womensaid.org.uk|charity|womensaid
Full Fact|fullfact.org|charity|fullfact
JustGiving|justgiving.com|charity|justgiving
Comic Relief|comicrelief.com|charity|comicrelief
Disasters Emergency Committee|dec.org.uk|charity|decappeal
Network Rail|networkrail.co.uk|business|networkrail
National Rail Enquiries|nationalrail.co.uk|business|nationalrailenq
Northern Trains|northernrailway.co.uk|business|northernassist
Avanti West Coast|avantiwestcoast.co.uk|business|avantiwestcoast
TransPennine Express|tpexpress.co.uk|business|tpexpresstrains
London North Eastern Railway|lner.co.uk|business|lner
Great Western Railway|gwr.com|business|gwrhelp
Southern Rail|southernrailway.com|business|southernrailuk
South Western Railway|southwesternrailway.com|business|sw_help
ScotRail|scotrail.co.uk|business|scotrail
Stagecoach|stagecoachbus.com|business|stagecoachgm
Arriva|arrivabus.co.uk|business|arrivauk
First Bus|firstbus.co.uk|business|firstbusnews
National Express|nationalexpress.com|business|natexcoach
United Utilities|unitedutilities.com|business|unitedutilities
Severn Trent|stwater.co.uk|business|stwater severntrent
Dŵr Cymru Welsh Water|dwrcymru.com|business|dwrcymru
Thames Water|thameswater.co.uk|business|thameswater
Anglian Water|anglianwater.co.uk|business|anglianwater
Yorkshire Water|yorkshirewater.com|business|yorkshirewater
Northumbrian Water|nwl.co.uk|business|northumbrianh2o
Southern Water|southernwater.co.uk|business|southernwater
South West Water|southwestwater.co.uk|business|southwestwater
Hafren Dyfrdwy|hdcymru.co.uk|business|hdcymru
Scottish Water|scottishwater.co.uk|business|scottish_water
SP Energy Networks|spenergynetworks.co.uk|business|spenergynetwork
Electricity North West|enwl.co.uk|business|electricitynw
UK Power Networks|ukpowernetworks.co.uk|business|ukpowernetworks
Northern Powergrid|northernpowergrid.com|business|northpowergrid
National Grid|nationalgrid.co.uk|business|nationalgriduk
Scottish and Southern Electricity Networks|ssen.co.uk|business|ssencommunity
Cadent|cadentgas.com|business|cadentgasltd
British Gas|britishgas.co.uk|business|britishgas
EDF|edfenergy.com|business|edfenergy
BT|bt.com|business|bt_uk
Openreach|openreach.com|business|wearopenreach
Virgin Media|virginmedia.com|business|virginmedia
Royal Mail|royalmail.com|business|royalmail
Tesco|tesco.com|business|tesco
Sainsbury's|sainsburys.co.uk|business|sainsburys
Asda|asda.com|business|asda
Morrisons|morrisons.com|business|morrisons
AA|theaa.com|business|theaa_uk aa_roadwatch
RAC|rac.co.uk|business|theracuk
Heathrow|heathrow.com|business|heathrowairport
Manchester Airport|manchesterairport.co.uk|business|manairport
Gatwick|gatwickairport.com|business|gatwick_airport
British Airways|britishairways.com|business|british_airways
`
  .trim()
  .split('\n')
  .map((line) => {
    const [name = '', domain = '', kind = '', handles = ''] = line.split('|')
    return { name, domain, kind, handles }
  })

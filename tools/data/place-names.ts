/** Other names by which people call a place, by hand: GeoNames id or name | nation (initial) | other names. */
export const otherNames = `
Cardiff|W|Caerdydd
Swansea|W|Abertawe
Newport|W|Casnewydd
Wrexham|W|Wrecsam
Bangor|W|
Carmarthen|W|Caerfyrddin
Haverfordwest|W|Hwlffordd
Pembroke|W|Penfro
Pembroke Dock|W|Doc Penfro
Milford Haven|W|Aberdaugleddau
Fishguard|W|Abergwaun
Tenby|W|Dinbych-y-pysgod
St Davids|W|Tyddewi,St David's
Cardigan|W|Aberteifi
Lampeter|W|Llanbedr Pont Steffan
Llandovery|W|Llanymddyfri
Brecon|W|Aberhonddu
Builth Wells|W|Llanfair-ym-Muallt
Llandrindod Wells|W|Llandrindod
Rhayader|W|Rhaeadr,Rhaeadr Gwy
Newtown|W|Y Drenewydd,Drenewydd
Welshpool|W|Y Trallwng,Trallwng
Abergavenny|W|Y Fenni,Fenni
Monmouth|W|Trefynwy
Chepstow|W|Cas-gwent
Bridgend|W|Pen-y-bont ar Ogwr,Pen-y-bont
Barry|W|Y Barri,Barri
Penarth|W|
Neath|W|Castell-nedd
Port Talbot|W|
Merthyr Tydfil|W|Merthyr Tudful,Merthyr
Aberdare|W|Aberdâr
Mountain Ash|W|Aberpennar
Caerphilly|W|Caerffili
Ebbw Vale|W|Glynebwy
Blackwood|W|Coed Duon
Cwmbran|W|Cwmbrân
Pontypool|W|Pont-y-pŵl
Ammanford|W|Rhydaman
Kidwelly|W|Cydweli
Mold|W|Yr Wyddgrug
Flint|W|Y Fflint
Holywell|W|Treffynnon
Denbigh|W|Dinbych
Ruthin|W|Rhuthun
Rhyl|W|Y Rhyl
Colwyn Bay|W|Bae Colwyn
St Asaph|W|Llanelwy
Holyhead|W|Caergybi
Beaumaris|W|Biwmares
Menai Bridge|W|Porthaethwy
Barmouth|W|Abermaw,Y Bermo
Bala|W|Y Bala
Queensferry|W|
Hay-on-Wye|W|Y Gelli
Crickhowell|W|Crucywel
Presteigne|W|Llanandras
Knighton|W|Tref-y-clawdd
Machynlleth|W|Machynlleth
Cowbridge|W|Y Bont-faen
Maesteg|W|
Treorchy|W|Treorci
Tonypandy|W|
Conwy|W|Conway
Caernarfon|W|Caernarvon
Llangollen|W|
Ystradgynlais|W|
London|E|Llundain
Liverpool|E|Lerpwl
Manchester|E|Manceinion
Birmingham|E|Brum
Chester|E|Caer
Shrewsbury|E|Amwythig
Hereford|E|Henffordd
Oswestry|E|Croesoswallt
Ludlow|E|Llwydlo
Bristol|E|Bryste
Bath|E|
Gloucester|E|Caerloyw
Newcastle upon Tyne|E|Newcastle
Kingston upon Hull|E|Hull
Stoke-on-Trent|E|Stoke
Southend-on-Sea|E|Southend
Royal Tunbridge Wells|E|Tunbridge Wells
Burton upon Trent|E|Burton-on-Trent
Ashton-under-Lyne|E|Ashton under Lyne
Kingston upon Thames|E|
Edinburgh|S|Dùn Èideann,Caeredin
Glasgow|S|Glaschu
Inverness|S|Inbhir Nis
Aberdeen|S|Obar Dheathain
Dundee|S|Dùn Dè
Perth|S|Peairt
Stirling|S|Sruighlea
Stornoway|S|Steòrnabhagh
Fort William|S|An Gearasdan
Oban|S|An t-Òban
Portree|S|Port Rìgh
Kyle of Lochalsh|S|Caol Loch Aillse
Ullapool|S|Ulapul
Dingwall|S|Inbhir Pheofharain
Nairn|S|Inbhir Narann
Thurso|S|Inbhir Theòrsa
Wick|S|Inbhir Ùige
Mallaig|S|Malaig
Aviemore|S|An Aghaidh Mhòr
Paisley|S|Pàislig
Falkirk|S|An Eaglais Bhreac
Belfast|N|Béal Feirste
Derry|N|Londonderry,Doire
Newry|N|
Armagh|N|Ard Mhacha
Omagh|N|An Ómaigh
Enniskillen|N|Inis Ceithleann
`
  .trim()
  .split('\n')
  .map((line) => {
    const [name = '', nation = '', other = ''] = line.split('|')
    return {
      name,
      nation: { E: 'England', W: 'Wales', S: 'Scotland', N: 'Northern Ireland' }[nation] ?? '',
      other: other.split(',').filter(Boolean),
    }
  })

/** Counties and like regions people name: name | councils covered (registry codes) | other names. */
export const counties = `
Cumbria|CBD WAF|
Lancashire|LAN BBD BPL|Lancs
Merseyside|KWL LIV SFT SHN WRL|
Greater Manchester|BOL BUR MAN OLD RCH SLF SKP TAM TRF WGN|
Cheshire|CHE CHW HAL WRT|
Tyne and Wear|NET NTY GAT SND STY|Tyneside
Northumberland|NBL|
County Durham|DUR|Co Durham
Teesside|HPL MDB RCC STT|Tees Valley
North Yorkshire|NYE YOR|
West Yorkshire|BRD CLD KIR LDS WKF|
South Yorkshire|BNS DNC ROT SHF|
East Yorkshire|ERY KHL|East Riding
Lincolnshire|LIN NEL NLN|Lincs
Derbyshire|DBY DER|
Nottinghamshire|NTT NGM|Notts
Leicestershire|LEC LCE|Leics
Rutland|RUT|
Northamptonshire|NNT WNT|Northants
Staffordshire|STS STE|Staffs
Shropshire|SHR TFW|Salop
Herefordshire|HEF|Swydd Henffordd
Worcestershire|WOR|Worcs
Warwickshire|WAR|
West Midlands|BIR COV DUD SAW SOL WLL WLV|
Black Country|DUD SAW WLL WLV|
Cambridgeshire|CAM PTE|Cambs
Norfolk|NFK|
Suffolk|SFK|
Essex|ESS SOS THR|
Hertfordshire|HRT|Herts
Bedfordshire|BDF CBF LUT|Beds
Buckinghamshire|BUC MIK|Bucks
Oxfordshire|OXF|Oxon
Berkshire|BRC RDG SLG WBK WNM WOK|
Hampshire|HAM POR STH|Hants
Isle of Wight|IOW|
Surrey|SRY|
Kent|KEN MDW|
East Sussex|ESX BNH|
West Sussex|WSX|
Sussex|ESX WSX BNH|
Wiltshire|WIL SWD|Wilts
Gloucestershire|GLS SGC|Glos
Somerset|SMT BAS NSM|
Dorset|DST BPC|
Devon|DEV PLY TOB|
Cornwall|CON|Kernow
Anglesey|AGY|Ynys Môn,Isle of Anglesey
Gwynedd|GWN|
Denbighshire|DEN|Sir Ddinbych
Flintshire|FLN|Sir y Fflint
Powys|POW|
Ceredigion|CGN|
Pembrokeshire|PEM|Sir Benfro
Carmarthenshire|CMN|Sir Gaerfyrddin,Sir Gâr
Monmouthshire|MON|Sir Fynwy
Gwent|BGW CAY MON NWP TOF|
Rhondda Cynon Taf|RCT|Rhondda Cynon Taff
Neath Port Talbot|NTL|Castell-nedd Port Talbot
Blaenau Gwent|BGW|
Torfaen|TOF|Tor-faen
Vale of Glamorgan|VGL|Bro Morgannwg
Glamorgan|BGE CRF MTY NTL RCT SWA VGL|Morgannwg
Fife|FIF|
Ayrshire|EAY NAY SAY|
Lanarkshire|NLK SLK|
Aberdeenshire|ABD|
Perthshire|PKN|
Angus|ANS|
Moray|MRY|
Tayside|DND PKN ANS|
Highlands|HLD|Scottish Highlands,Gàidhealtachd
Scottish Borders|SCB|
Dumfries and Galloway|DGY|
Argyll|AGB|Argyll and Bute
Western Isles|ELS|Na h-Eileanan Siar,Outer Hebrides
Orkney|ORK|Arcaibh
Shetland|ZET|Sealtainn
East Lothian|ELN|
West Lothian|WLN|
Midlothian|MLN|
Renfrewshire|RFW|
Inverclyde|IVC|
County Antrim|ANN MEA|Co Antrim
County Down|AND NMD|Co Down
County Armagh|ABC|Co Armagh
County Tyrone|MUL|Co Tyrone,Tyrone
County Fermanagh|FMO|Co Fermanagh,Fermanagh
`
  .trim()
  .split('\n')
  .map((line) => {
    const [name = '', covers = '', other = ''] = line.split('|')
    return { name, covers: covers.split(' '), other: other.split(',').filter(Boolean) }
  })

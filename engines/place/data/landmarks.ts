/**
 * Regions, islands, national parks, airports and sights that people name as places and that are no settlement.
 * name;other names | lat | lon (the middle, to a hundredth of a degree). By hand, from general knowledge.
 */
export const landmarks = `
Yorkshire|53.90|-1.40
East Anglia|52.50|1.00
Midlands;the Midlands|52.60|-1.60
East Midlands|52.90|-1.00
West Country|50.95|-3.20
Thames Valley|51.60|-1.10
Thames Estuary|51.50|0.60
Wearside|54.91|-1.40
Humberside|53.70|-0.40
Solent;the Solent|50.79|-1.30
North Wales;Gogledd Cymru|53.10|-3.80
South Wales;De Cymru|51.65|-3.40
Mid Wales|52.40|-3.50
West Wales|51.95|-4.50
South London|51.44|-0.10
South East London|51.46|0.00
South West London|51.44|-0.20
North London|51.57|-0.11
North West London|51.56|-0.22
East London|51.53|-0.02
West London|51.50|-0.25
Peak District;the Peak District|53.30|-1.80
Lake District;the Lakes|54.45|-3.10
Yorkshire Dales;the Dales|54.25|-2.15
North York Moors|54.38|-0.90
Pennines;the Pennines|54.20|-2.20
Cotswolds;the Cotswolds|51.80|-1.95
Chilterns;Chiltern Hills|51.70|-0.75
South Downs|50.92|-0.40
North Downs|51.25|-0.20
Malvern Hills|52.08|-2.34
Mendips;Mendip Hills|51.28|-2.70
Quantocks;Quantock Hills|51.13|-3.20
Dartmoor|50.57|-3.92
Exmoor|51.13|-3.60
Bodmin Moor|50.55|-4.60
New Forest|50.87|-1.60
Forest of Dean|51.79|-2.55
Sherwood Forest|53.20|-1.07
Epping Forest|51.66|0.05
Delamere Forest|53.23|-2.67
Kielder Forest;Kielder Water|55.18|-2.50
Norfolk Broads;the Broads|52.65|1.50
Fens;the Fens;Fenland|52.55|0.05
the Wash|52.92|0.25
Lincolnshire Wolds;the Wolds|53.35|-0.10
Trough of Bowland;Forest of Bowland|53.97|-2.55
Morecambe Bay|54.12|-2.95
Saddleworth Moor|53.54|-1.95
Snake Pass|53.43|-1.87
Holderness|53.80|-0.05
Wirral;the Wirral|53.37|-3.08
Fylde;the Fylde|53.82|-2.95
Fylde coast|53.85|-3.03
Furness|54.20|-3.15
Cannock Chase|52.75|-2.00
Wrekin;the Wrekin|52.67|-2.55
Potteries;the Potteries|53.02|-2.18
Isle of Sheppey;Sheppey|51.40|0.85
Isle of Portland;Portland Bill|50.53|-2.44
Isle of Purbeck;Purbeck|50.63|-2.02
Jurassic Coast|50.65|-2.50
Chesil Beach|50.62|-2.55
Hayling Island|50.79|-0.98
Canvey Island|51.52|0.58
Mersea Island|51.79|0.94
Foulness Island;Foulness|51.60|0.92
Holy Island;Lindisfarne|55.68|-1.80
Farne Islands|55.62|-1.65
Walney Island;Walney|54.10|-3.25
Isles of Scilly;Scilly Isles;Scilly|49.92|-6.32
Lundy Island|51.18|-4.67
Land's End|50.07|-5.71
Lizard Peninsula|50.00|-5.20
Snowdonia;Eryri|52.95|-3.90
Snowdon;Yr Wyddfa|53.07|-4.08
Brecon Beacons;Bannau Brycheiniog|51.88|-3.44
Pen y Fan|51.88|-3.44
Gower;Gower Peninsula;Gŵyr|51.59|-4.18
Llyn Peninsula;Pen Llŷn|52.88|-4.55
Rhondda;Rhondda Valley|51.63|-3.45
Cardiff Bay;Bae Caerdydd|51.46|-3.16
Isle of Skye;Skye|57.30|-6.20
Isle of Mull|56.45|-6.00
Isle of Islay;Islay|55.77|-6.20
Isle of Jura|56.00|-5.90
Isle of Arran|55.58|-5.25
Isle of Bute|55.82|-5.05
Isle of Lewis|58.20|-6.60
Isle of Harris|57.90|-6.85
North Uist|57.60|-7.30
South Uist|57.25|-7.32
Benbecula|57.45|-7.32
Isle of Barra|56.99|-7.47
Tiree|56.51|-6.88
Cairngorms|57.08|-3.67
Trossachs;the Trossachs|56.23|-4.40
Ben Nevis|56.80|-5.00
Loch Lomond|56.10|-4.63
Loch Ness|57.30|-4.45
Glen Coe;Glencoe|56.68|-5.05
Great Glen|57.10|-4.80
Black Isle|57.60|-4.25
Highland Council|57.40|-4.70
Speyside|57.40|-3.40
Clydeside|55.88|-4.40
Borders;the Borders|55.55|-2.80
Highlands;the Highlands|57.40|-4.70
Ards Peninsula|54.50|-5.50
Lough Neagh|54.62|-6.40
Giant's Causeway|55.24|-6.51
Mourne Mountains;the Mournes|54.18|-6.00
Scafell Pike|54.45|-3.21
Helvellyn|54.53|-3.02
Windermere;Lake Windermere|54.37|-2.93
Ullswater|54.57|-2.88
Coniston Water|54.34|-3.07
Malham Cove|54.07|-2.16
Pendle Hill|53.87|-2.30
Rivington Pike|53.62|-2.54
Kinder Scout|53.38|-1.87
Mam Tor|53.35|-1.81
Stonehenge|51.18|-1.83
Cheddar Gorge|51.28|-2.77
Hadrian's Wall|55.02|-2.30
Alton Towers|52.99|-1.89
Chatsworth House;Chatsworth|53.23|-1.61
Beachy Head|50.74|0.25
Box Hill|51.25|-0.31
Silverstone Circuit|52.07|-1.02
Aintree Racecourse|53.48|-2.95
Brands Hatch|51.36|0.26
Donington Park|52.83|-1.38
Severn Bridge|51.61|-2.64
Severn Estuary|51.50|-2.90
Humber Bridge|53.71|-0.45
Forth Road Bridge;Forth Bridge;Queensferry Crossing|56.00|-3.40
Dartford Crossing;QEII Bridge|51.46|0.26
Tamar Bridge|50.41|-4.20
Orwell Bridge|52.03|1.16
Clifton Suspension Bridge|51.455|-2.628
Heathrow Airport;Heathrow|51.47|-0.45
Gatwick Airport;Gatwick|51.15|-0.19
Stansted Airport;Stansted|51.89|0.24
Luton Airport|51.87|-0.37
London City Airport|51.50|0.05
Manchester Airport|53.36|-2.27
Birmingham Airport|52.45|-1.74
East Midlands Airport|52.83|-1.33
Leeds Bradford Airport;Leeds Bradford|53.87|-1.66
Liverpool John Lennon Airport;John Lennon Airport|53.33|-2.85
Newcastle Airport|55.04|-1.69
Teesside Airport|54.51|-1.43
Humberside Airport|53.58|-0.35
Robin Hood Airport|53.48|-1.00
Bristol Airport|51.38|-2.72
Exeter Airport|50.73|-3.41
Southampton Airport|50.95|-1.36
Bournemouth Airport|50.78|-1.84
Southend Airport|51.57|0.69
Norwich Airport|52.68|1.28
Cardiff Airport|51.40|-3.34
Edinburgh Airport|55.95|-3.37
Glasgow Airport|55.87|-4.43
Prestwick Airport|55.51|-4.59
Aberdeen Airport|57.20|-2.20
Inverness Airport|57.54|-4.05
Belfast City Airport|54.62|-5.87
Belfast International Airport|54.66|-6.22
Central London|51.51|-0.12
Canary Wharf|51.505|-0.02
Trafalgar Square|51.508|-0.128
Downing Street|51.503|-0.128
Buckingham Palace|51.501|-0.142
Hyde Park|51.507|-0.166
Regent's Park|51.53|-0.155
Oxford Street|51.515|-0.142
Oxford Circus|51.515|-0.142
Piccadilly Circus|51.510|-0.134
Leicester Square|51.511|-0.130
Tower Bridge|51.505|-0.075
London Bridge|51.505|-0.087
Westminster Bridge|51.501|-0.122
King's Cross;London King's Cross|51.53|-0.123
St Pancras|51.53|-0.126
London Euston|51.528|-0.134
London Paddington|51.516|-0.177
Liverpool Street Station|51.518|-0.081
Clapham Junction|51.464|-0.17
Old Bailey|51.516|-0.102
Wembley Stadium|51.556|-0.28
O2 Arena|51.503|0.003
Alexandra Palace|51.594|-0.13
Hampstead Heath|51.56|-0.165
Richmond Park|51.44|-0.27
Finsbury Park|51.566|-0.103
Crystal Palace Park|51.42|-0.07
Notting Hill|51.51|-0.205
Westfield Stratford|51.544|-0.006
Bluewater|51.44|0.27
Lakeside Shopping Centre|51.488|0.283
Meadowhall|53.414|-1.412
Trafford Centre|53.466|-2.348
Arndale Centre|53.483|-2.24
Salford Quays|53.47|-2.295
MediaCityUK;MediaCity|53.473|-2.298
Heaton Park|53.535|-2.25
Merry Hill|52.482|-2.112
Metrocentre|54.958|-1.67
Bullring|52.478|-1.894
Spaghetti Junction|52.512|-1.864
Albert Dock|53.40|-2.993
Pier Head|53.405|-2.996
Sefton Park|53.38|-2.94
Roundhay Park|53.84|-1.50
Spurn Point|53.58|0.12
Flamborough Head|54.116|-0.083
Gibraltar Point|53.10|0.33
Rutland Water|52.65|-0.66
Kielder|55.23|-2.58
Sellafield|54.42|-3.50
Hinkley Point|51.21|-3.13
Dungeness|50.92|0.97
Romney Marsh|51.03|0.90
`

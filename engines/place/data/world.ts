/**
 * Nations of the United Kingdom, countries and large places abroad: known so that a text about them is not pinned on a
 * British namesake, and found themselves when asked for. name;other names | lat | lon. By hand.
 */
export const world = `
United Kingdom;UK;U.K.;Britain;Great Britain;GB|54.0|-2.5
England;Lloegr|52.6|-1.5
Scotland;Alba;Yr Alban|56.8|-4.2
Wales;Cymru|52.3|-3.8
Northern Ireland;Gogledd Iwerddon|54.6|-6.7
Ireland;Iwerddon;Éire;Republic of Ireland|53.2|-8.2
Dublin;Dulyn|53.35|-6.26
Cork|51.9|-8.47
Galway|53.27|-9.05
Europe;EU;European Union|50|10
Africa|2|20
Asia|35|95
America;USA;U.S.A.;US;U.S.;United States;United States of America|39.8|-98.6
Middle East|29|41
Gaza|31.45|34.4
Palestine|31.9|35.2
Israel|31.4|35
Ukraine;Wcráin|49|32
Kyiv;Kiev|50.45|30.52
Donetsk|48|37.8
Russia;Rwsia|60|90
Moscow|55.75|37.62
Poland|52|19.4
Warsaw|52.23|21.01
Romania|45.9|25
Bulgaria|42.7|25.3
Hungary|47.2|19.4
Czech Republic;Czechia|49.8|15.5
Slovakia|48.7|19.5
Lithuania|55.3|23.9
Latvia|56.9|24.9
Estonia|58.7|25.5
Albania|41.1|20.1
Kosovo|42.6|20.9
Serbia|44|20.9
Croatia|45.1|15.5
Bosnia|44.2|17.8
Slovenia|46.1|14.8
Greece|39|22
Athens|37.98|23.73
Turkey;Türkiye|39|35.2
Istanbul|41.01|28.96
Cyprus|35.1|33.2
Malta|35.9|14.4
Italy|42.8|12.5
Rome|41.9|12.48
Milan|45.46|9.19
Venice|45.44|12.33
Spain|40.2|-3.6
Madrid|40.42|-3.7
Barcelona|41.39|2.16
Tenerife|28.3|-16.6
Majorca;Mallorca|39.6|2.9
Ibiza|38.9|1.4
Benidorm|38.54|-0.13
Magaluf|39.51|2.54
Malia|35.28|25.46
Portugal|39.6|-8
Lisbon|38.72|-9.14
France;Ffrainc|46.6|2.4
Paris|48.86|2.35
Calais|50.95|1.86
Dunkirk|51.03|2.38
Belgium|50.6|4.6
Brussels;Brwsel|50.85|4.35
Netherlands;Holland|52.2|5.5
Amsterdam|52.37|4.9
Luxembourg|49.8|6.1
Germany;Yr Almaen|51.1|10.4
Berlin|52.52|13.4
Munich|48.14|11.58
Hamburg|53.55|9.99
Austria|47.6|14.1
Vienna|48.21|16.37
Switzerland|46.8|8.2
Geneva|46.2|6.14
Denmark|56|10
Copenhagen|55.68|12.57
Sweden|62|15
Stockholm|59.33|18.06
Norway|61|9
Oslo|59.91|10.75
Finland|64|26
Iceland|64.9|-18.6
Reykjavik|64.15|-21.94
Syria|35|38.5
Damascus|33.51|36.29
Aleppo|36.2|37.13
Lebanon|33.9|35.9
Beirut|33.89|35.5
Iraq|33|43.7
Baghdad|33.31|44.36
Iran|32.4|53.7
Tehran|35.69|51.39
Afghanistan|33.9|67.7
Kabul|34.53|69.17
Pakistan|30|69
Islamabad|33.69|73.05
Karachi|24.86|67.01
Lahore|31.55|74.34
India|22|79
Delhi;New Delhi|28.61|77.21
Mumbai|19.08|72.88
Kerala|10.4|76.3
Chennai|13.08|80.27
Bangladesh|23.7|90.4
Dhaka|23.81|90.41
Sri Lanka|7.6|80.7
Nepal|28.2|84
China|35.5|103.5
Beijing|39.9|116.4
Hong Kong|22.32|114.17
Taiwan|23.7|121
Japan|36.5|138
Tokyo|35.68|139.69
Korea;South Korea|36.4|127.9
North Korea|40|127
Seoul|37.57|126.98
Thailand|15.1|101
Bangkok|13.76|100.5
Vietnam|16|107.8
Malaysia|4|102
Singapore|1.35|103.82
Indonesia|-2|118
Bali|-8.4|115.2
Philippines;Phillipines|12|122.5
Manila|14.6|120.98
Australia;Awstralia|-25|134
Sydney|-33.87|151.21
Melbourne|-37.81|144.96
Brisbane|-27.47|153.03
Perth WA|-31.95|115.86
Adelaide|-34.93|138.6
Queensland|-22.5|144.5
NSW;New South Wales|-32|147
Tasmania|-42|146.6
New Zealand;Seland Newydd|-42|173
Auckland|-36.85|174.76
Christchurch New Zealand|-43.53|172.64
Egypt|26.6|29.8
Cairo|30.04|31.24
Libya|27.2|18
Benghazi|32.12|20.07
Tripoli|32.89|13.19
Tunisia|34.1|9.6
Djerba|33.8|10.9
Morocco|31.9|-6.3
Algeria|28.2|2.6
Nigeria|9.6|8.1
Lagos|6.52|3.38
Ghana|7.9|-1.2
Sierra Leone|8.6|-11.8
Liberia|6.4|-9.3
Kenya|0.5|37.9
Nairobi|-1.29|36.82
Somalia|5.5|46
Mogadishu|2.05|45.32
Ethiopia|8.6|39.6
Eritrea|15.4|38.8
Sudan|15.6|30
South Sudan|7.3|30.2
Uganda|1.3|32.4
Rwanda|-2|29.9
Congo|-2.9|23.6
Zimbabwe|-19|29.9
Mozambique|-17.3|35.5
Maputo|-25.97|32.57
South Africa|-29|25
Johannesburg|-26.2|28.05
Cape Town|-33.92|18.42
Seychelles|-4.7|55.5
Saudi Arabia|24|45
Dubai|25.2|55.27
UAE;United Arab Emirates|24|54
Qatar|25.3|51.2
Kuwait|29.3|47.6
Yemen|15.9|47.6
Canada|60|-106
Toronto|43.65|-79.38
Ontario|50|-86
Ottawa|45.42|-75.7
Calgary|51.05|-114.07
Edmonton Alberta|53.55|-113.49
Alberta|55|-115
Winnipeg|49.9|-97.14
Vancouver|49.28|-123.12
Montreal|45.5|-73.57
Quebec;Québec|52|-72
Lac-Mégantic;Lac Megantic|45.58|-70.88
Mexico|23.9|-102.5
Brazil|-10.8|-53
Argentina|-35|-65
Chile|-36|-71
Colombia|4|-73
Peru|-9.2|-74
Venezuela|7|-66
Cuba|21.6|-79
Jamaica|18.1|-77.3
Haiti|19|-72.7
Barbados|13.2|-59.5
Bahamas|24.7|-78
Puerto Rico|18.2|-66.4
New York;NYC;New York City|40.71|-74.01
Harlem|40.81|-73.95
Los Angeles|34.05|-118.24
Hollywood|34.1|-118.33
California|37|-120
San Francisco|37.77|-122.42
Las Vegas|36.17|-115.14
Texas|31.5|-99.3
Houston|29.76|-95.37
Dallas|32.78|-96.8
Florida|28|-82
Miami|25.76|-80.19
Orlando|28.54|-81.38
Chicago|41.88|-87.63
Boston MA|42.36|-71.06
Philadelphia|39.95|-75.17
Washington DC;Washington D.C.|38.9|-77.04
Colorado|39|-105.5
Denver|39.74|-104.99
Seattle|47.61|-122.33
Detroit|42.33|-83.05
Atlanta|33.75|-84.39
New Orleans|29.95|-90.07
Kansas|38.5|-98
Oklahoma|35.5|-97.5
North Carolina|35.5|-79.4
South Carolina|33.9|-80.9
Hawaii|20.8|-156.5
Alaska|64|-152
Atlantic|35|-35
Gibraltar|36.14|-5.35
Jersey|49.21|-2.13
Guernsey|49.45|-2.58
Isle of Man;Ynys Manaw|54.23|-4.53
Alabama|32.8|-86.8
Arizona|34.3|-111.7
Arkansas|34.8|-92.4
Connecticut|41.6|-72.7
Georgia|32.6|-83.4
Idaho|44.4|-114.6
Illinois|40|-89.2
Indiana|39.9|-86.3
Iowa|42|-93.5
Kentucky|37.5|-85.3
Louisiana|31|-92
Maryland|39|-76.8
Massachusetts|42.3|-71.8
Michigan|44.3|-85.4
Minnesota|46.3|-94.3
Mississippi|32.7|-89.7
Missouri|38.4|-92.5
Montana|47|-109.6
Nebraska|41.5|-99.8
Nevada|39.3|-116.6
New Jersey|40.2|-74.7
New Mexico|34.4|-106.1
Oregon|43.9|-120.6
Pennsylvania|40.9|-77.8
Tennessee|35.9|-86.4
Utah|39.3|-111.7
Vermont|44|-72.7
Virginia|37.5|-78.9
Wisconsin|44.6|-89.9
Wyoming|43|-107.6
Caribbean|18|-75
`

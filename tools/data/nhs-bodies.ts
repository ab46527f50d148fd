/**
 * Which rows of `nhs_trusts_ods.json` are open today (the file marks long-closed trusts as active), with the trust's
 * own site where the project has checked it; and the bodies that the file lacks. Compiled from public facts.
 */
const open = `
RCF RBS=alderhey.nhs.uk RTK RVN=awp.nhs.uk RF4=bhrhospitals.nhs.uk RFF R1H=bartshealth.nhs.uk RC9=bedfordshirehospitals.nhs.uk
RWX=berkshirehealthcare.nhs.uk RXT=bsmhft.nhs.uk RYW=bhamcommunity.nhs.uk RQ3=bwc.nhs.uk RXL=bfwh.nhs.uk RMC=boltonft.nhs.uk
RAE=bradfordhospitals.nhs.uk RY2 RXQ=buckshealthcare.nhs.uk RWY=cht.nhs.uk RT1=cpft.nhs.uk RYV RYX=clch.nhs.uk RXA=cwp.nhs.uk
RFS RJR=coch.nhs.uk RJ8=cornwallft.nhs.uk RXP=cddft.nhs.uk RYG=covwarkpt.nhs.uk RJ6=croydonhealthservices.nhs.uk RX4=cntw.nhs.uk
RN7=dgt.nhs.uk RY8=dchs.nhs.uk RXM=derbyshirehealthcareft.nhs.uk RWV=dpt.nhs.uk RP5=dbth.nhs.uk RBD=dchft.nhs.uk
RDY=dorsethealthcare.nhs.uk RYK RWH=enherts-tr.nhs.uk RJN=eastcheshire.nhs.uk RVV=ekhuft.nhs.uk RXR=elht.nhs.uk RWK=elft.nhs.uk
RX9=emas.nhs.uk RYC=eastamb.nhs.uk RDE=esneft.nhs.uk RXC=esht.nhs.uk RVR=epsom-sthelier.nhs.uk R1L=eput.nhs.uk RDU=fhft.nhs.uk
RR7=gatesheadhealth.nhs.uk RLT=geh.nhs.uk RTQ=ghc.nhs.uk RTE=gloshospitals.nhs.uk RP4=gosh.nhs.uk RN3=gwh.nhs.uk RXV=gmmh.nhs.uk
RJ1=guysandstthomas.nhs.uk RW1 RN5=hampshirehospitals.nhs.uk RCD=hdft.nhs.uk R1A=hacw.nhs.uk RY4=hct.nhs.uk RWR=hpft.nhs.uk
RQX=homerton.nhs.uk RY9=hrch.nhs.uk RWA=hey.nhs.uk RV9=humber.nhs.uk RYJ=imperial.nhs.uk R1F=iow.nhs.uk RGP=jpaget.nhs.uk RXY=kmpt.nhs.uk
RYY=kentcht.nhs.uk RNQ=kgh.nhs.uk RJZ=kch.nhs.uk RAX RW5=lscft.nhs.uk RXN=lancsteachinghospitals.nhs.uk RGD=leedsandyorkpft.nhs.uk
RY6=leedscommunityhealthcare.nhs.uk RR8=leedsth.nhs.uk RT5=leicspart.nhs.uk RJ2=lewishamandgreenwich.nhs.uk RY5 RP7=lpft.nhs.uk
RBQ=lhch.nhs.uk REM=liverpoolft.nhs.uk REP=liverpoolwomens.nhs.uk RRU=londonambulance.nhs.uk R1K=lnwh.nhs.uk RWF=mtw.nhs.uk R0A=mft.nhs.uk
RPA=medway.nhs.uk RBN=merseywestlancs.nhs.uk RW4=merseycare.nhs.uk RAJ=mse.nhs.uk RBT=mcht.nhs.uk RXF=midyorks.nhs.uk RRE=mpft.nhs.uk
RD8=mkuh.nhs.uk RP6=moorfields.nhs.uk RM1=nnuh.nhs.uk RMY=nsft.nhs.uk RY3=norfolkcommunityhealthandcare.nhs.uk RVJ=nbt.nhs.uk
RNN=ncic.nhs.uk RX6=neas.nhs.uk RAT=nelft.nhs.uk G6V2S=northlondonmentalhealth.nhs.uk RLY=combined.nhs.uk RVW=nth.nhs.uk RX7=nwas.nhs.uk
RGN=nwangliaft.nhs.uk RNS RP1=nhft.nhs.uk RM3=northerncarealliance.nhs.uk RJL=nlg.nhs.uk RTF=northumbria.nhs.uk RX1=nuh.nhs.uk
RHA=nottinghamshirehealthcare.nhs.uk RNU=oxfordhealth.nhs.uk RTH=ouh.nhs.uk RPG=oxleas.nhs.uk RT2=penninecare.nhs.uk
RHU=porthosp.nhs.uk RPC=qvh.nhs.uk RXE=rdash.nhs.uk RHW=royalberkshire.nhs.uk REF RH8=royaldevon.nhs.uk RAL=royalfree.nhs.uk
RAN=rnoh.nhs.uk RGM=royalpapworth.nhs.uk RA2=royalsurrey.nhs.uk RD1=ruh.nhs.uk RNZ=salisbury.nhs.uk RXK=swbh.nhs.uk RCU=sheffieldchildrens.nhs.uk
RHQ=sth.nhs.uk RK5=sfh-tr.nhs.uk R1D=shropscommunityhealth.nhs.uk RH5=somersetft.nhs.uk RYE=scas.nhs.uk RYD=secamb.nhs.uk
RV5=slam.nhs.uk RTR=southtees.nhs.uk R0B=stsft.nhs.uk RJC=swft.nhs.uk RQY=swlstg.nhs.uk RXG=southwestyorkshire.nhs.uk RYF=swast.nhs.uk
RJ7=stgeorges.nhs.uk RWJ=stockport.nhs.uk RXX=sabp.nhs.uk RTP=surreyandsussex.nhs.uk RDR=sussexcommunity.nhs.uk
RX2=sussexpartnership.nhs.uk RMP=tamesideandglossopicft.nhs.uk RNK=tavistockandportman.nhs.uk RX3=tewv.nhs.uk RBV=christie.nhs.uk
REN=clatterbridgecc.nhs.uk RNA=dgft.nhs.uk RAS=thh.nhs.uk RTD=newcastle-hospitals.nhs.uk RQW=pah.nhs.uk RCX=qehkl.nhs.uk RL1=rjah.nhs.uk
RFR=therotherhamft.nhs.uk RPY=royalmarsden.nhs.uk RRJ=roh.nhs.uk RL4=royalwolverhampton.nhs.uk RXW=sath.nhs.uk RET=thewaltoncentre.nhs.uk
RA9=torbayandsouthdevon.nhs.uk RWD=ulh.nhs.uk RRV=uclh.nhs.uk RHM=uhs.nhs.uk RRK=uhb.nhs.uk RA7=uhbw.nhs.uk RKB=uhcw.nhs.uk
R0D=uhd.nhs.uk RTG=uhdb.nhs.uk RWE=leicestershospitals.nhs.uk RTX=uhmb.nhs.uk RJE=uhnm.nhs.uk RK9=plymouthhospitals.nhs.uk
RYR=uhsussex.nhs.uk RBK=walsallhealthcare.nhs.uk RWW=whh.nhs.uk RWG=westhertshospitals.nhs.uk RKL=westlondon.nhs.uk RYA=wmas.nhs.uk
RGR=wsh.nhs.uk RKE=whittington.nhs.uk RBL=wuth.nhs.uk RWP=worcsacute.nhs.uk RLQ=wyevalley.nhs.uk RX8=yas.nhs.uk
`

/** ODS code → own site, or the empty string. */
export const openTrusts = new Map(
  open
    .trim()
    .split(/\s+/)
    .map((entry): [string, string] => {
      const [code = '', site = ''] = entry.split('=')
      return [code, site === '' ? '' : `https://www.${site}/`]
    }),
)

/** code | name | nation | postcode district | site */
export const otherBodies = `
RCB|York and Scarborough Teaching Hospitals NHS Foundation Trust|England|YO31|yorkhospitals.nhs.uk
RGT|Cambridge University Hospitals NHS Foundation Trust|England|CB2|cuh.nhs.uk
RQM|Chelsea and Westminster Hospital NHS Foundation Trust|England|SW10|chelwest.nhs.uk
RV3|Central and North West London NHS Foundation Trust|England|NW1|cnwl.nhs.uk
RRF|Wrightington, Wigan and Leigh Teaching Hospitals NHS Foundation Trust|England|WN1|wwl.nhs.uk
TAJ|Black Country Healthcare NHS Foundation Trust|England|DY2|blackcountryhealthcare.nhs.uk
TAD|Bradford District Care NHS Foundation Trust|England|BD18|bdct.nhs.uk
TAH|Sheffield Health and Social Care NHS Foundation Trust|England|S7|shsc.nhs.uk
7A1|Betsi Cadwaladr University Health Board|Wales|LL57|bcuhb.nhs.wales
7A2|Hywel Dda University Health Board|Wales|SA31|hduhb.nhs.wales
7A3|Swansea Bay University Health Board|Wales|SA12|sbuhb.nhs.wales
7A4|Cardiff and Vale University Health Board|Wales|CF14|cavuhb.nhs.wales
7A5|Cwm Taf Morgannwg University Health Board|Wales|CF45|ctmuhb.nhs.wales
7A6|Aneurin Bevan University Health Board|Wales|NP18|abuhb.nhs.wales
7A7|Powys Teaching Health Board|Wales|LD3|pthb.nhs.wales
RT4|Welsh Ambulance Services University NHS Trust|Wales|LL17|ambulance.nhs.wales
RQF|Velindre University NHS Trust|Wales|CF15|velindre.nhs.wales
RYT|Public Health Wales NHS Trust|Wales|CF10|phw.nhs.wales
S08000015|NHS Ayrshire and Arran|Scotland|KA6|nhsaaa.net
S08000016|NHS Borders|Scotland|TD6|nhsborders.scot.nhs.uk
S08000017|NHS Dumfries and Galloway|Scotland|DG2|nhsdg.co.uk
S08000029|NHS Fife|Scotland|KY2|nhsfife.org
S08000019|NHS Forth Valley|Scotland|FK5|nhsforthvalley.com
S08000020|NHS Grampian|Scotland|AB15|nhsgrampian.org
S08000031|NHS Greater Glasgow and Clyde|Scotland|G12|nhsggc.scot
S08000022|NHS Highland|Scotland|IV2|nhshighland.scot.nhs.uk
S08000032|NHS Lanarkshire|Scotland|G71|nhslanarkshire.scot.nhs.uk
S08000024|NHS Lothian|Scotland|EH1|nhslothian.scot
S08000025|NHS Orkney|Scotland|KW15|ohb.scot.nhs.uk
S08000026|NHS Shetland|Scotland|ZE1|nhsshetland.scot
S08000030|NHS Tayside|Scotland|DD1|nhstayside.scot.nhs.uk
S08000028|NHS Western Isles|Scotland|HS1|wihb.scot.nhs.uk
SAS|Scottish Ambulance Service|Scotland|EH12|scottishambulance.com
ZT001|Belfast Health and Social Care Trust|Northern Ireland|BT9|belfasttrust.hscni.net
ZT002|Northern Health and Social Care Trust|Northern Ireland|BT41|northerntrust.hscni.net
ZT003|South Eastern Health and Social Care Trust|Northern Ireland|BT16|setrust.hscni.net
ZT004|Southern Health and Social Care Trust|Northern Ireland|BT63|southerntrust.hscni.net
ZT005|Western Health and Social Care Trust|Northern Ireland|BT47|westerntrust.hscni.net
ZT006|Northern Ireland Ambulance Service|Northern Ireland|BT8|nias.hscni.net
`
  .trim()
  .split('\n')
  .map((line) => {
    const [code = '', name = '', nation = '', district = '', site = ''] = line.split('|')
    return {
      code,
      name,
      nation,
      district,
      website: `https://${site.endsWith('.wales') ? '' : 'www.'}${site}/`,
    }
  })

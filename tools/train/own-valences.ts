/**
 * Ratings by the project (-4…4) of what the rated lists lack: emoji, and words of British and Welsh talk about places
 * and services. Sign, rating.
 */
export const ownValences: [string, number][] = `
😀 2 😃 2 😄 2 😁 2 😊 2.2 🙂 1.2 😍 3 🥰 3 😘 2.5 😂 1 🤣 1 😅 0.5 😎 1.8 🤗 2 👏 2 🙌 2.3 👍 1.8 💪 1.5 🎉 2.5 🥳 2.6 ❤ 2.8 💙 2.5 💚 2.5 💛 2.5 🧡 2.5
💜 2.5 🖤 1 💖 2.8 💕 2.6 💐 1.8 🌈 1.5 🌞 1.5 ☀ 1.2 ⭐ 1.5 🏆 2 ✨ 1.4 🙏 1.2 😇 1.6 🤩 2.6 😋 1.6 🍻 1.6 🥂 1.8 💯 1.6 🔥 1 🫶 2.5
😡 -3 🤬 -3.4 😠 -2.6 😤 -1.6 😢 -2 😭 -1.5 😞 -2 😔 -1.8 ☹ -1.8 🙁 -1.4 😟 -1.5 😩 -1.6 😫 -1.7 😖 -1.7 😣 -1.6 😱 -1.5 😨 -1.8 😰 -1.8 😳 -0.5
🙄 -1.8 😒 -1.9 😑 -1.2 😐 -0.6 🤦 -1.7 🤷 -0.5 👎 -2 💔 -2.6 🤮 -3 🤢 -2.6 💩 -2 🖕 -3 😷 -0.8 😴 -0.3 🤡 -2 ⚠ -0.8 🚨 -0.5 😓 -1.3 🥺 -0.5
gutted -2.4 chuffed 2.6 shambles -2.8 shambolic -2.8 disgrace -3 disgraceful -3 disgusting -3 farce -2.5 farcical -2.5 joke -1.2 rubbish -2 dire -2.4
useless -2.5 appalling -3 fuming -2.8 livid -3 raging -2.4 knackered -1.2 naff -1.8 crap -2.4 shite -2.6 bollocks -2 mint 1.8 lush 2.2 class 1.5
brill 2.6 ace 2.2 legend 2.5 legends 2.6 ledge 2 ta 1.2 cheers 1.4 belter 2.4 cracking 2.2 smashing 2.2 tidy 1.6 proper 0.4 bobbins -1.6 minging -2.4
grim -1.8 dodgy -1.6 skint -1.4 faff -1.2 mither -1 moither -1 gobsmacked 0.3 scandal -2.4 scandalous -2.8 pothole -1.4 potholes -1.6 flytipping -2.2
flooded -1.4 stranded -1.8 stuck -1.2 cancelled -1.3 delayed -1.2 delays -1.2 unsafe -2.2 ignored -1.8 incompetent -2.8 clueless -2.3 unacceptable -2.6
heroes 2.6 hero 2.4 heartfelt 1.8 selfless 2.4 amazing 2.8 fantastic 2.9 wonderful 2.8 grateful 2.4 appreciated 2 kindness 2.4 caring 2.2 compassionate 2.3
diolch 1.8 gwych 2.6 bendigedig 2.8 hyfryd 2.4 ardderchog 2.8 anhygoel 2.4 ffantastig 2.8 llongyfarchiadau 2.6 hapus 2.2 caru 2.4 balch 1.8 gwarthus -3
scunnered -2.6 feart -2 greetin -1.8 bricking -1.8 seething -3 spineless -2.4 fobbed -2 unanswered -1.2 overflowing -1.4 filthy -2.2 vile -3 sickening -2.8
heartless -2.6 careless -2 negligent -2.6 cowboys -1.8 jobsworth -1.8 jobsworths -1.8 tosh -1.4 eyesore -2 mouldy -1.8 petrified -2.6 homeless -1.6 belting 2.2 spotless 2 faultless 2.6
courteous 2.2 attentive 1.9 punctual 1.6 reassuring 2 exemplary 2.6 lifesaver 2.8 lifesavers 2.8 godsend 2.8 unsung 1.4 kudos 2.3 grand 1.6 champion 2.2 magic 1.8 canny 1.4
penigamp 2.6 arbennig 2.4 calonogol 1.8 diolchgar 2.2 falch 2.2 torcalonnus -2.6 pryderu -1.6 ofn -1.8 poeni -1.4 warthus -3
ofnadwy -2.4 siomedig -2.2 trist -2 drwg -1.4 cywilydd -2.6 sobor -1.6 blin -1.6 crac -2.2 ofnus -1.8 pryderus -1.5 echrydus -2.8 rwtsh -2
`
  .trim()
  .split(/\s+/)
  .reduce<[string, number][]>((list, part, i) => {
    if (i % 2 === 0) list.push([part, 0])
    else list.at(-1)![1] = Number(part)
    return list
  }, [])

const rhif = (n: number): string => n.toLocaleString('cy-GB')

/** Yn Gymraeg, yr hyn y mae’r gweinydd yn ei ddweud â chod (server/listen/get-coverage.ts); mae’r Saesneg yn dod gydag ef. */
export const saidCy = {
  unseen: {
    meta: {
      what: 'Facebook, Instagram a Threads',
      why: 'Nid yw Meta yn cynnig rhyngwyneb ar gyfer gwrando ar negeseuon cyhoeddus; mae angen cyfrif cysylltiedig i weld sylwadau ar eich tudalennau eich hun.',
    },
    x: {
      what: 'X',
      why: 'Mae angen contract taledig ag X i ddarllen negeseuon, ac nid oes un wedi’i gysylltu.',
    },
    video: {
      what: 'TikTok, sylwadau YouTube a Snapchat',
      why: 'Nid oes rhyngwyneb agored ar gyfer negeseuon cyhoeddus mewn ardal.',
    },
    groups: {
      what: 'Nextdoor a grwpiau Facebook lleol',
      why: 'Maent ar gau i bawb nad yw’n aelod.',
    },
    messages: {
      what: 'WhatsApp, Telegram a negeseuon preifat eraill',
      why: 'Maent yn breifat ac ni wrandewir arnynt.',
    },
    offline: {
      what: 'Pobl nad ydynt ar unrhyw rwydwaith',
      why: 'Nid yw llawer o drigolion hŷn a thlotach byth yn postio. Nid y gymuned gyfan a glywir yma.',
    },
    deleted: {
      what: 'Negeseuon y mae eu hawduron wedi’u dileu',
      why: 'Caiff yr hyn a glywyd yn unig ei ddileu pan fydd ei awdur yn ei ddileu; mae’r cyfrifon yn aros.',
    },
    world: { what: 'Y byd go iawn', why: 'Nid yw ymarfer yn cyrraedd unrhyw rwydwaith.' },
    bluesky: {
      what: 'Bluesky',
      why: 'Mae’n agored ond heb ei gysylltu. Ychwanegwch ef o dan ffynonellau.',
    },
    names: {
      what: 'Cyfryngau a chyrff ar Bluesky nad cyfeiriad eu gwefan yw eu henw',
      why: 'Adwaenir y rhai y mae eu henw yr un â’u gwefan o’u neges gyntaf. Adwaenir eraill wrth eu henw unwaith y cedwir un o’u negeseuon; mae chwiliad â from: a’u henw llawn yn eu clywed ar unwaith.',
    },
    mastodon: {
      what: 'Mastodon',
      why: 'Mae’n agored ond nid oes gweinydd wedi’i gysylltu. Ychwanegwch un o dan ffynonellau.',
    },
    outlets: {
      what: 'Cyfryngau lleol',
      why: 'Nid oes ffrwd yr un cyfrwng wedi’i chysylltu. Ychwanegwch rai o dan ffynonellau.',
    },
    everything: {
      what: 'Popeth',
      why: 'Nid oes chwiliad yn gwrando eto, felly ni chedwir dim.',
    },
  } as Record<string, { what: string; why: string }>,
  heard: {
    bluesky: 'Bluesky: negeseuon cyhoeddus y rhwydwaith cyfan',
    mastodon: 'Mastodon a gweinyddion eraill y fediverse',
    feed: 'Gwefannau a chyfryngau drwy eu ffrydiau',
    import: 'Ffeiliau a ddaeth pobl â hwy i mewn',
    exercise: 'Ymarfer: dyfeisiwyd popeth yma',
  } as Record<string, string>,
  heardFrom: (network: string, names: string[], more: number): string =>
    `${network} (${names.join(', ')}${more > 0 ? ` a ${rhif(more)} arall` : ''}).`,
  /** Faint o chwiliadau sy’n gwrando. */
  searches: (n: number): string =>
    n === 0
      ? 'Nid oes chwiliad yn gwrando: ni chedwir dim.'
      : `Ni chedwir ond negeseuon y mae un o’r chwiliadau sy’n gwrando (${rhif(n)}) yn gofyn amdanynt; caiff y gweddill eu cyfrif a’u hanghofio.`,
}

/** Words by which a street, building or water is known for one. Lower case, folded. */
const list = (text: string) => new Set(text.trim().split(/\s+/))

/** The last word of such a name. */
export const ends = list(`
road rd street lane avenue ave drive close crescent terrace grove gardens way walk row mews square place boulevard
parade rise parkway bypass roundabout interchange bridge viaduct tunnel hill
park common green heath moor wood woods forest reserve reservoir lake canal river brook beach bay cove sands marina
harbour quay docks dock wharf pier promenade lighthouse island cliff cliffs
hospital infirmary hospice clinic surgery school academy college university campus library museum gallery theatre cinema
arena stadium racecourse showground ground pavilion leisure pool lido club
church cathedral abbey priory minster chapel mosque temple synagogue cemetery crematorium
castle hall house manor mansion tower court courthouse prison barracks
centre center station airport airfield market mall arcade estate farm mill works brewery depot hotel inn arms tavern lodge
supermarket services junction
`)

/** The last word when it is in small letters: "the Red Lion pub". */
export const smallEnds = list(`
pub hospital hospice infirmary school academy college station hotel park estate roundabout museum theatre cinema stadium
library church mosque surgery prison airport supermarket hall centre shopping retail leisure care nursing golf reservoir
`)

/** The first word of such a name. */
export const starts = list(`
river loch lough afon raf hmp hms mount port
`)

/** A numbered road: "A46", "M62", "B4027". */
export const roadNumber = /^(?:M\d{1,2}|A\d{1,4}|B\d{4})$/

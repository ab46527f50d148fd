/* Urdu and Punjabi as posted in Latin letters: lines written for the project, told from the English words in them. */
import { readFileSync } from 'node:fs'
import { languageWords } from '../../engines/text/language-features.ts'

/** The profiles: `ur` and `pa` in Latin letters, by the tags of BCP 47. */
export const romanised = ['ur-Latn', 'pa-Latn']

/** The lines of a profile, in the order in which they were written. */
export const romanisedLines = (profile: string): string[] =>
  readFileSync(new URL(`./written/romanised-${profile.slice(0, 2)}.txt`, import.meta.url), 'utf8')
    .trim()
    .split('\n')

/** Words that are English too, and mean something else in these lines. */
const own = new Set(
  `hai ke se ki ko ka ne to ho koi kar sab tha ye log karo kisi hi aa par do jo is ab us diya band wo mat na ek thi
  din mere de di karen sun main mil kis le lag hue bas teen ap in bara pe lo kare ja wala kr ya beta magar jana un ni
  eid mubarak ban inka kia halal si yr wali gir rang der kon char tor kho mila dar wa buri jal ruk sara nani banao pul
  lena aj jis maine the loot wah mara sa mile nek li haye sham larka bete bari sar ham mai bat dia pas q ga haar len
  dadi hil puri banda nu te da tan ch ton vi hoya fer gall eh tusi hor je ik munda tin tu lao nai saver kol lai dig
  nera nagar muh ta pau dun ae tod bai kita badi hale la es menu`.split(/\s+/),
)

/** English words that the English texts hardly have. */
const borrowed = new Set(
  `police council hospital heating accident town gp complain cctv purse nhs autistic motorbike tension housing motorway
  scam hmrc dentist covid paramedics rspca basement landlord cordon plumber councillors councillor boiler cigarette
  brigade vaccine wardens warden wolverhampton southall luton bradford leeds birmingham manchester bins bin passport
  ambulance nurse pharmacy jacket fraud ump taxi boss`.split(/\s+/),
)

/** The words of a line that are Urdu or Punjabi: `english` says how often English texts have a word. */
export const ownWords = (line: string, english: (word: string) => number): string[] =>
  languageWords(line).filter((word) => own.has(word) || (!borrowed.has(word) && english(word) < 2))

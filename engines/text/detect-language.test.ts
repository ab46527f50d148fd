import { describe, expect, test } from 'vitest'
import { detectLanguage } from './detect-language.ts'

const said: [string, string][] = [
  ['cy', "Mae'r ffordd ar gau ger yr afon, byddwch yn ofalus"],
  ['cy', 'Diolch o galon i bawb fu yn y ganolfan heddiw'],
  ['cy', 'Oes rhywun yn gwybod pryd fydd yr ysgol yn ailagor?'],
  ['cy', 'Bore da bawb'],
  ['cy', 'Dwi methu credu bod y cyngor wedi gwneud hyn eto'],
  ['gd', 'Tha an aiseag dheth a-rithist an-diugh, chan eil fhios agam carson'],
  ['gd', 'Tapadh leibh uile airson ur cuideachaidh'],
  ['ga', 'Níl aon uisce againn sa teach ó mhaidin inné'],
  ['ga', 'Go raibh maith agaibh a chairde'],
  ['pl', 'Czy ktoś wie, dlaczego nie ma prądu w centrum?'],
  ['ro', 'Drumul este închis, aveți grijă vă rog'],
  ['pt', 'Alguém sabe se a escola vai abrir amanhã?'],
  ['es', 'La carretera está cerrada por las inundaciones'],
  ['fr', "Quelqu'un sait ce qui se passe dans le centre-ville ?"],
  ['de', 'Weiß jemand, warum die Brücke gesperrt ist?'],
  ['it', 'Qualcuno sa perché la strada è chiusa?'],
  ['nl', 'Weet iemand waarom de brug is afgesloten?'],
  ['so', 'Waddadu way xiran tahay, fadlan is ilaaliya'],
  ['lt', 'Ar kas nors žino, kodėl uždarytas kelias?'],
  ['tr', 'Yolun neden kapalı olduğunu bilen var mı?'],
  ['ur', 'سڑک بند ہے، براہ کرم احتیاط کریں'],
  ['ar', 'الطريق مغلق بسبب الفيضانات'],
  ['fa', 'جاده به خاطر سیل بسته است'],
  ['pa', 'ਸੜਕ ਬੰਦ ਹੈ, ਕਿਰਪਾ ਕਰਕੇ ਧਿਆਨ ਰੱਖੋ'],
  ['bn', 'বন্যার কারণে রাস্তা বন্ধ'],
  ['gu', 'પૂરને કારણે રસ્તો બંધ છે'],
  ['hi', 'बाढ़ के कारण सड़क बंद है'],
  ['uk', 'Дорога закрита через повінь, бережіть себе'],
  ['ru', 'Дорога закрыта из-за наводнения, будьте осторожны'],
  ['zh', '因为洪水，道路封闭了'],
  ['ja', '洪水のため道路は通行止めです'],
  ['ur', 'Bhai sadak band hai, pani bohat zyada aa gaya hai'],
  ['ur', 'koi bata sakta hai ke council walay kab ayenge? bins abhi tak nahi uthaye'],
  ['pa', 'Sadi gali vich paani aa gaya, koi madad karo ji'],
  ['pa', 'tusi kithe ho? asin kado da intezar kar rahe aan'],
  ['en', 'Is anyone else without power on Mill Lane?'],
  ['en', 'stay safe everyone x'],
]

describe('the language of a text', () => {
  test.each(said)('%s: %s', (code, text) => {
    const label = detectLanguage(text)
    expect(label.value).toBe(code)
    expect(label.probability).toBeGreaterThan(0.5)
    expect(label.because.length).toBeGreaterThan(0)
  })

  test.each(['', '😀👍', 'https://example.org/cymru', '@someone #tag', '12:45', '???'])(
    '%j says nothing and is undetermined',
    (text) => {
      expect(detectLanguage(text).value).toBe('und')
    },
  )

  test('addresses, handles and tags do not sway it', () => {
    expect(
      detectLanguage("@MaeHyn https://t.co/the-and-of Mae'r heddlu wedi cau'r ffordd #breaking").value,
    ).toBe('cy')
  })

  test('places kept in a template, mark-up and key marks do not sway it', () => {
    expect(detectLanguage('%(model_name)s بهذا %(field_labels)s موجود سلفاً.').value).toBe('ar')
    expect(detectLanguage('Feumaidh <b>%(value)s</b> a bhith ann').value).toBe('gd')
    expect(detectLanguage('%(value).1f miliwn o bobl').value).toBe('cy')
    expect(detectLanguage('%1$s: _Agor y ffolder {name}').value).toBe('cy')
  })

  test('Latin names in an Arabic text tell nothing', () => {
    expect(detectLanguage('تفضيلات Audacity').value).toBe('ar')
    expect(detectLanguage('مفتاح Backspace يولد:').value).toBe('ar')
  })

  test('South Asian names and a greeting leave an English post English', () => {
    expect(detectLanguage('Councillor Gurpreet Singh and Ayesha Khan met residents on Friday').value).toBe(
      'en',
    )
    expect(detectLanguage('Eid Mubarak to everyone celebrating across the borough today').value).toBe('en')
    expect(detectLanguage('Happy Vaisakhi from all of us at the station').value).toBe('en')
  })

  test('a foreign word in an English sentence leaves it English', () => {
    expect(detectLanguage('Great day at the Eisteddfod with Nain and Taid, diolch everyone').value).toBe('en')
    expect(detectLanguage('The sign says 東京 and nobody here can read it').value).toBe('en')
  })

  test('a hint settles what the text leaves open, and no more', () => {
    expect(detectLanguage('ok', ['cy']).value).toBe('cy')
    expect(detectLanguage('The road is closed because of the flood and nobody knows why', ['cy']).value).toBe(
      'en',
    )
    expect(detectLanguage('ok', ['xx', '']).value).toBe(detectLanguage('ok').value)
  })

  test('the words that decided are words of the text', () => {
    expect(detectLanguage('Dim llifogydd yn y dref').because).toContain('llifogydd')
  })
})

import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roughKm } from './distance.ts'
import { foldWord } from './gazetteer.ts'
import { distanceKm, findPlaces, placesNamed, withPlaces } from './index.ts'

interface Written {
  text: string
  spans: { start: number; end: number; name: string; lat: number; lon: number }[]
}

const blackburn = { lat: 53.75, lon: -2.48 }
const named = (text: string, near?: { lat: number; lon: number }) =>
  findPlaces(text, near ? { near } : {}).map(({ start, end }) => text.slice(start, end))

describe('places in a text', () => {
  test.each([
    ['Flooding in Reading town centre tonight', ['Reading']],
    ['Reading a book in bed', []],
    ['Bath time for the kids', []],
    ['Crash on the A36 outside Bath', ['Bath']],
    ['Abraham Lincoln was tall', []],
    ['Police in Lincoln are appealing for witnesses', ['Lincoln']],
    ['PC Preston and Cllr Bolton attended', []],
    ['A ham sandwich and a deal at the bank', []],
    ['We have a caravan in Sandwich', ['Sandwich']],
    ['Storm hits Stoke-on-Trent and Newcastle-under-Lyme', ['Stoke-on-Trent', 'Newcastle-under-Lyme']],
    ["King's Lynn is cut off and so is Burnley's bus station", ["King's Lynn", 'Burnley']],
    ['St. Helens and Saint Albans', ['St. Helens', 'Saint Albans']],
    ['Fire on Preston New Road, Blackburn', ['Blackburn']],
    ['Burst main on London Road', []],
    ['Manchester United 3-0', []],
    ['Boston Marathon bombing', []],
    ['Fires near Newcastle, Australia', []],
    ['BREAKING: fire in LEEDS', ['LEEDS']],
    ['flooding in manchester again', ['manchester']],
    ['#GlasgowHelicopter crash', ['Glasgow']],
    ['#manchester #wigan stay safe', ['manchester', 'wigan']],
    ['@Blackburn see https://example.org/Burnley', []],
    ['BB1 7AA has no power', ['BB1 7AA']],
    ['M6 and A1 closed', []],
    ['Llifogydd yng Nghaerdydd a Wrecsam', ['Nghaerdydd', 'Wrecsam']],
    ['Damwain ym Mangor, ffordd ar gau i Gaernarfon', ['Mangor', 'Gaernarfon']],
    ['Tha an rathad dùinte ann an Inbhir Nis', ['Inbhir Nis']],
    ['Flood warnings for Sandwich, Deal and Walmer', ['Sandwich', 'Deal', 'Walmer']],
    ['Richmond in North Yorkshire has lost its last bank', ['Richmond', 'North Yorkshire']],
    ['Alnwick, Amble and Rothbury get a night bus', ['Alnwick', 'Amble', 'Rothbury']],
    ['Newark and Leamington Spa are called by short names', ['Newark', 'Leamington Spa']],
    ['Seals on the Wash, walkers in the Lake District', ['the Wash', 'Lake District']],
    ['Daniel Lincoln, 31, and Darren Crook, 19, were jailed', []],
    ['Preston Walsh, 19, fell', []],
    ['A visit by the Duke of Edinburgh', []],
    ['Stoke City drew with Ipswich Town', []],
    ['Norwich beat Ipswich', []],
    ['Kendal mint cake and a Bakewell tart', []],
    ['We will decide in March', []],
    ['There has been a crash in Skipton this morning', ['Skipton']],
    ['Crash near Whitby, fire at Wetherby', ['Whitby', 'Wetherby']],
    ['Water is off in Otley and in Ramsbottom', ['Otley', 'Ramsbottom']],
    ['Skipton and Otley went home, with thanks to Whitby', []],
    ['A letter from Henley arrived', []],
    ['Fire in Chapel-en-le-Frith', ['Chapel-en-le-Frith']],
    ['Fire in Chapel en le Frith', ['Chapel en le Frith']],
    ['Crash near Grange-over-Sands', ['Grange-over-Sands']],
    ['Llifogydd yn Tal-y-bont', ['Tal-y-bont']],
    ['Fire in Pen-clawdd', ['Pen-clawdd']],
    ['Rain in Stoke-sub-Hamdon', ['Stoke-sub-Hamdon']],
    ['Rain in Laughton-en-le-Morthen', ['Laughton-en-le-Morthen']],
    ['Rain in Westbury-sub-Mendip', ['Westbury-sub-Mendip']],
    ['Rain in Weston-super-Mare', ['Weston-super-Mare']],
    ['Rain in Stoke-sub-Nowhere and York-based crews', ['York']],
    ['', []],
  ])('%s', (text, expected) => {
    expect(named(text)).toEqual(expected)
  })

  test('of several places of one name the largest, the nearest to the reader, or the one the text says', () => {
    const one = (text: string, near?: { lat: number; lon: number }) =>
      findPlaces(text, near ? { near } : {})[0]!
    expect(distanceKm(one('Floods in Newport'), { lat: 51.59, lon: -3 })).toBeLessThan(3)
    expect(
      distanceKm(one('Floods in Newport', { lat: 52.7, lon: -2.4 }), { lat: 52.77, lon: -2.38 }),
    ).toBeLessThan(3)
    expect(distanceKm(one('Floods in Newport, Shropshire'), { lat: 52.77, lon: -2.38 })).toBeLessThan(3)
    expect(distanceKm(one('Lights out in Bangor, County Down'), { lat: 54.66, lon: -5.67 })).toBeLessThan(3)
    expect(distanceKm(one('Lights out in Bangor and Caernarfon'), { lat: 53.23, lon: -4.13 })).toBeLessThan(3)
  })

  test('a village is believed near home and not from afar', () => {
    expect(named('Great Harwood is without water', blackburn)).toEqual(['Great Harwood'])
    // Mellor is a village near Blackburn, another in Stockport, and many people's name.
    expect(named('Trees are down in Mellor', blackburn)).toEqual(['Mellor'])
    expect(named('Trees are down in Mellor')).toEqual([])
  })

  test('a street is put where the text puts it, and nowhere when it says nothing', () => {
    const inside = (text: string) =>
      findPlaces(text, { inside: true }).map((one) => [
        text.slice(one.start, one.end),
        one.name,
        one.inside ?? false,
      ])
    expect(inside('Crash on Smithdown Road, Liverpool')).toEqual([
      ['Smithdown Road', 'Liverpool', true],
      ['Liverpool', 'Liverpool', false],
    ])
    expect(inside('Crash on Smithdown Road')).toEqual([])
    expect(inside('In Bury a bus hit the Red Lion pub. In Leeds the A58 is shut.')).toEqual([
      ['Bury', 'Bury', false],
      ['Red Lion pub', 'Bury', true],
      ['Leeds', 'Leeds', false],
      ['A58', 'Leeds', true],
    ])
    expect(inside('Harry Hill played Leeds')).toEqual([['Leeds', 'Leeds', false]])
  })

  test('the sentences that the weights were set on keep their places', () => {
    const texts = readFileSync(`${import.meta.dirname}/../../tools/train/written/places.jsonl`, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Written)
    let given = 0
    let located = 0
    let near = 0
    for (const { text, spans } of texts) {
      const found = findPlaces(text, { inside: true })
      for (const span of spans) {
        given++
        expect(text.slice(span.start, span.end)).toBe(span.name)
        const place = found.find((one) => one.start < span.end && span.start < one.end)
        if (!place) continue
        located++
        if (distanceKm(place, span) <= 20) near++
      }
    }
    expect(located / given).toBeGreaterThan(0.93)
    expect(near / located).toBeGreaterThan(0.96)
  })

  test('whatever comes, spans lie in the text in order, and the same text gives the same places', () => {
    const word = fc.constantFrom(
      'Bury',
      'Hope',
      'St',
      'the',
      'Wash',
      'Road',
      ',',
      ' in ',
      '#',
      'Sutton',
      '31',
      '. ',
      'A46',
      'of',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(word).map((words) => words.join(' ')),
        ),
        (text) => {
          const found = findPlaces(text, { wide: true, inside: true })
          let end = 0
          for (const place of found) {
            expect(place.start).toBeGreaterThanOrEqual(end)
            expect(place.end).toBeGreaterThan(place.start)
            end = place.end
          }
          expect(end).toBeLessThanOrEqual(text.length)
          expect(findPlaces(text, { wide: true, inside: true })).toEqual(found)
        },
      ),
    )
  })

  test('an invented list is believed wherever its names stand', () => {
    const gazetteer = withPlaces([{ id: 'x1', name: 'Bryntref', lat: 52.5, lon: -3 }])
    const [place] = findPlaces('Bryntref bridge is closed', { gazetteer })
    expect(place).toMatchObject({ id: 'x1', name: 'Bryntref', lat: 52.5, lon: -3, start: 0, end: 8 })
    expect(findPlaces('Bryntref bridge is closed')).toEqual([])
    expect(placesNamed('bryntref', gazetteer).map(({ id }) => id)).toEqual(['x1'])
    expect(findPlaces('Floods in Burnley', { gazetteer })).toHaveLength(1)
  })

  test('of two invented places of one name both are kept', () => {
    const gazetteer = withPlaces([
      { id: 'x1', name: 'Burnley', lat: 52.5, lon: -3 },
      { id: 'x2', name: 'Burnley', lat: 57.5, lon: -4 },
    ])
    expect(placesNamed('Burnley', gazetteer).map(({ id }) => id)).toEqual(['x1', 'x2'])
    const one = (near: { lat: number; lon: number }) => findPlaces('Burnley', { gazetteer, near })[0]?.id
    expect([one({ lat: 52.4, lon: -3 }), one({ lat: 57.4, lon: -4 })]).toEqual(['x1', 'x2'])
  })

  test('a postcode district is called by its code', () => {
    expect(findPlaces('BB1 7AA and S1 2HH')).toMatchObject([
      { id: 'postcode-BB1', name: 'BB1' },
      { id: 'postcode-S1', name: 'S1' },
    ])
  })

  test('a text is read up to its 300th name', () => {
    expect(findPlaces('Leeds, '.repeat(300))).toHaveLength(300)
    expect(findPlaces('Leeds, '.repeat(2_000))).toHaveLength(300)
    const last = findPlaces(`${'Leeds, '.repeat(400)} A58`, { inside: true }).at(-1)
    expect(last?.end).toBe(300 * 'Leeds, '.length - 2)
  })

  test('long words are not kept in memory', () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    collect()
    const before = process.memoryUsage().heapUsed
    for (let i = 0; i < 100; i++)
      expect(foldWord(`${i}${'é'.repeat(100_000)}`)).toHaveLength(`${i}`.length + 100_000)
    collect()
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(5_000_000)
  })

  test('countries and nations are answered only when asked for', () => {
    expect(findPlaces('Storms across Scotland and France')).toEqual([])
    expect(findPlaces('Storms across Scotland and France', { wide: true }).map(({ name }) => name)).toEqual([
      'Scotland',
      'France',
    ])
  })

  test('names are looked up whatever their case, accents and hyphens', () => {
    expect(placesNamed('stoke on trent')[0]?.name).toBe('Stoke-on-Trent')
    expect(placesNamed('CAERDYDD')[0]?.name).toBe('Cardiff')
    expect(placesNamed('dun eideann')[0]?.name).toBe('Edinburgh')
    expect(placesNamed('Newport').length).toBeGreaterThan(4)
    expect(placesNamed('nowhere at all')).toEqual([])
  })

  test('spans never overlap, whatever comes', () => {
    for (const text of [
      'London '.repeat(2000),
      '#'.repeat(500),
      'St '.repeat(3000),
      '\uD800Leeds\u0000York',
      'in Bath, Bath, Bath (Bath)',
    ]) {
      const found = findPlaces(text)
      for (let i = 1; i < found.length; i++) expect(found[i]!.start).toBeGreaterThanOrEqual(found[i - 1]!.end)
      for (const { start, end } of found) expect(text.slice(start, end).length).toBe(end - start)
    }
  })
})

describe('distance', () => {
  test('is that of the map', () => {
    expect(distanceKm({ lat: 51.5074, lon: -0.1278 }, { lat: 55.9533, lon: -3.1883 })).toBeCloseTo(534, 0)
    expect(distanceKm(blackburn, blackburn)).toBe(0)
  })

  test('the rough one is within a hundredth, up to 300 km and within the country', () => {
    const coordinate = (min: number, max: number) => fc.double({ min, max, noNaN: true })
    fc.assert(
      fc.property(
        coordinate(50, 60),
        coordinate(-8, 1.7),
        coordinate(50, 60),
        coordinate(-8, 1.7),
        (lat, lon, north, east) => {
          const km = distanceKm({ lat, lon }, { lat: north, lon: east })
          const rough = roughKm({ lat, lon }, { lat: north, lon: east })
          if (km > 0.1 && km <= 300) expect(Math.abs(rough - km) / km).toBeLessThan(0.01)
        },
      ),
    )
  })
})

import { describe, expect, test } from 'vitest'
import { distanceKm, findPlaces, placesNamed, withPlaces } from './index.ts'

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
    expect(named('Trees down, Whalley cut off', blackburn)).toEqual(['Whalley'])
    expect(named('Trees down, Whalley cut off')).toEqual([])
  })

  test('an invented list is believed wherever its names stand', () => {
    const gazetteer = withPlaces([{ id: 'x1', name: 'Bryntref', lat: 52.5, lon: -3 }])
    const [place] = findPlaces('Bryntref bridge is closed', { gazetteer })
    expect(place).toMatchObject({ id: 'x1', name: 'Bryntref', lat: 52.5, lon: -3, start: 0, end: 8 })
    expect(findPlaces('Bryntref bridge is closed')).toEqual([])
    expect(placesNamed('bryntref', gazetteer).map(({ id }) => id)).toEqual(['x1'])
    expect(findPlaces('Floods in Burnley', { gazetteer })).toHaveLength(1)
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
})

import { describe, expect, test } from 'vitest'
import { areaByCode, areas, outletsNear } from './areas.ts'
import { distanceKm } from './distance.ts'

describe('areas', () => {
  test('every kind of body of every nation can be chosen', () => {
    const all = areas()
    const count = (kind: string, nation: string) =>
      all.filter((area) => area.kind === kind && area.nation === nation).length
    expect(count('council', 'England')).toBe(318)
    expect(count('council', 'Scotland')).toBe(32)
    expect(count('council', 'Wales')).toBe(22)
    expect(count('council', 'Northern Ireland')).toBe(11)
    expect(count('police', 'England')).toBe(39)
    expect(count('police', 'Wales')).toBe(4)
    expect(count('police', 'Scotland')).toBe(1)
    expect(count('police', 'Northern Ireland')).toBe(1)
    expect(count('nhs', 'England')).toBeGreaterThan(195)
    expect(count('nhs', 'Wales')).toBe(10)
    expect(new Set(all.map((area) => area.code)).size).toBe(all.length)
  })

  test('every area lies in the United Kingdom and every council and force has a site', () => {
    for (const area of areas()) {
      expect(area.lat, area.name).toBeGreaterThan(49.8)
      expect(area.lat, area.name).toBeLessThan(61)
      expect(area.lon, area.name).toBeGreaterThan(-8.2)
      expect(area.lon, area.name).toBeLessThan(1.8)
      if (area.kind === 'police')
        expect(area.website, area.name).toMatch(/^https:\/\/www\.[a-z.-]+\.police\.uk\/$/)
    }
  })

  test('a county lies in the middle of its districts, not where the register puts it', () => {
    const lancashire = areaByCode('E10000017')!
    expect(distanceKm(lancashire, { lat: 53.8, lon: -2.6 })).toBeLessThan(15)
    expect(lancashire.districts).toHaveLength(12)
    const kent = areaByCode('E10000016')!
    expect(distanceKm(kent, { lat: 51.22, lon: 0.7 })).toBeLessThan(20)
  })

  test('a force covers its districts and an unknown code is nobody', () => {
    expect(areaByCode('E23000003')!.districts).toHaveLength(14)
    expect(areaByCode('E23000001')!.districts).toHaveLength(32)
    expect(areaByCode('S23000009')!.districts).toHaveLength(32)
    expect(areaByCode('X')).toBeNull()
    expect(outletsNear('X')).toEqual([])
  })
})

describe('outlets near an area', () => {
  test("the body's own site leads, its local papers follow, none twice, no feed is made up", () => {
    const near = outletsNear('E07000117')
    expect(near[0]).toMatchObject({ name: 'Burnley Borough Council', domain: 'burnley.gov.uk' })
    expect(near.map((outlet) => outlet.domain)).toContain('burnleyexpress.net')
    expect(new Set(near.map((outlet) => outlet.name)).size).toBe(near.length)
    expect(near.length).toBeLessThanOrEqual(12)
    expect(near.every((outlet) => outlet.feed === undefined)).toBe(true)
  })

  test('every area of the country has something to suggest', () => {
    for (const area of areas())
      expect(outletsNear(area.code).length, area.name).toBeGreaterThan(area.code === 'BTP' ? 0 : 2)
  })
})

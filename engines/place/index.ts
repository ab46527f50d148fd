/**
 * place: where a text speaks of, and whose ground that is. Bundled open data (data/SOURCES.md), no network.
 */
export { type AreaHere, districtAt, wardAt } from './area-at.ts'
export { type Area, areaByCode, areas, type OutletNear, outletsNear } from './areas.ts'
export { distanceKm, type Point } from './distance.ts'
export { type FindOptions, type FoundPlace, findPlaces, placesNamed } from './find-places.ts'
export { type Gazetteer, type Place, type PlaceKind, ukGazetteer, withPlaces } from './gazetteer.ts'

/**
 * Media keeps pictures: every one decoded and encoded anew in a process of its own, stripped of all metadata, named by
 * its content, erased when nobody holds it. Tables: media_file, media_hold. Emits nothing.
 */
export { createEncoder } from './encoder.ts'
export { createMedia, type Media } from './media.ts'

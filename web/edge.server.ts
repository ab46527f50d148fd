/**
 * The pure rules of the server that a door needs in hand before it knows who is asking. Nothing here has state; all
 * that has state comes with `event.locals.app`.
 */
export { securityHeaders } from '../server/platform/headers.ts'
export { cookieSettings, refuseForeign } from '../server/platform/identity/cookie.ts'
export { readEmail } from '../server/platform/identity/email.ts'
export { can, canAnywhere, mayGrant, ROLES } from '../server/platform/identity/rights.ts'
export { isId, newId } from '../server/platform/ids.ts'
export { statusOf } from '../server/platform/result.ts'

import QRCode from 'qrcode'
import type { Identity } from '../server/platform/identity/index.ts'

export interface TotpOffer {
  secret: string
  /** An image source: the QR code as an SVG. */
  qr: string
}

const asImage = (svg: string): string => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`

/** A secret to scan. With `kept` (a form that came back) it is the same one again, so that nobody scans twice. */
export async function offerTotp(identity: Identity, email: string, kept?: string): Promise<TotpOffer> {
  const fresh = await identity.proposeTotp(email)
  if (!kept || !/^[A-Z2-7]{16,64}$/.test(kept)) return { secret: fresh.secret, qr: asImage(fresh.svg) }
  const uri = fresh.uri.replace(/secret=[^&]+/, `secret=${kept}`)
  return { secret: kept, qr: asImage(await QRCode.toString(uri, { type: 'svg', margin: 2 })) }
}

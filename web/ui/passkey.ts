import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'

interface Ticket<Options> {
  ticket: string
  options: Options
  /** Ids that the form must send back with it (a person who does not exist yet). */
  fields?: Record<string, string>
}

/** A passkey, or a signature by one, as form fields. */
export interface Signed {
  ticket: string
  response: string
  fields: Record<string, string>
}

async function ask<Options>(from: string, body?: FormData): Promise<Ticket<Options>> {
  const answer = await fetch(from, { method: 'POST', body: body ?? null })
  // Sent on to prove who is asking: the person goes there, and comes back.
  if (answer.redirected) location.assign(answer.url)
  if (!answer.ok) throw new Error(`no ticket: ${answer.status}`)
  return (await answer.json()) as Ticket<Options>
}

/** Makes a passkey on this device; null when it was refused or broken off. */
export async function makePasskey(from: string, body?: FormData): Promise<Signed | null> {
  try {
    const { startRegistration } = await import('@simplewebauthn/browser')
    const { ticket, options, fields } = await ask<PublicKeyCredentialCreationOptionsJSON>(from, body)
    const response = await startRegistration({ optionsJSON: options })
    return { ticket, response: JSON.stringify(response), fields: fields ?? {} }
  } catch {
    return null
  }
}

/** Signs the server's challenge with a passkey; null when it was refused or broken off. */
export async function usePasskey(from: string): Promise<Signed | null> {
  try {
    const { startAuthentication } = await import('@simplewebauthn/browser')
    const { ticket, options, fields } = await ask<PublicKeyCredentialRequestOptionsJSON>(from)
    const response = await startAuthentication({ optionsJSON: options })
    return { ticket, response: JSON.stringify(response), fields: fields ?? {} }
  } catch {
    return null
  }
}

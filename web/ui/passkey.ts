import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'

interface Ticket<Options> {
  ticket: string
  options: Options
}

async function ask<Options>(from: string): Promise<Ticket<Options>> {
  const answer = await fetch(from, { method: 'POST' })
  if (!answer.ok) throw new Error(`no ticket: ${answer.status}`)
  return (await answer.json()) as Ticket<Options>
}

/** Makes a passkey on this device; null when it was refused or broken off. */
export async function makePasskey(from: string): Promise<{ ticket: string; response: string } | null> {
  try {
    const { startRegistration } = await import('@simplewebauthn/browser')
    const { ticket, options } = await ask<PublicKeyCredentialCreationOptionsJSON>(from)
    const response = await startRegistration({ optionsJSON: options })
    return { ticket, response: JSON.stringify(response) }
  } catch {
    return null
  }
}

/** Signs the server's challenge with a passkey; null when it was refused or broken off. */
export async function usePasskey(from: string): Promise<{ ticket: string; response: string } | null> {
  try {
    const { startAuthentication } = await import('@simplewebauthn/browser')
    const { ticket, options } = await ask<PublicKeyCredentialRequestOptionsJSON>(from)
    const response = await startAuthentication({ optionsJSON: options })
    return { ticket, response: JSON.stringify(response) }
  } catch {
    return null
  }
}

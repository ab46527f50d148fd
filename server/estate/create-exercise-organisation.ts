import { randomInt } from 'node:crypto'
import type { Organisation, Person } from '../platform/context.ts'
import { can, type Origin } from '../platform/identity/index.ts'
import { newId, type OrganisationId, type PersonId } from '../platform/ids.ts'
import { ok, type Result, refuse } from '../platform/result.ts'
import { addPerson, LINK_GONE, layFoundation } from './create-organisation.ts'
import { EXERCISE_PEOPLE, WORDS } from './data/exercise-people.ts'
import type { ExerciseOrganisation, SetUp } from './estate.ts'
import { readName } from './names.ts'
import { notAllowed } from './policy.ts'
import { countExerciseOrganisations, isSetup, lockSetup } from './store-person.ts'

const MOST_EXERCISES = 50

/**
 * An organisation that reaches nobody, with four people in different roles who sign in by password alone. Opened by
 * the set-up link (which stays open) or by somebody who runs a live organisation. The passwords are shown once.
 */
export async function createExerciseOrganisation(
  deps: SetUp,
  input: {
    link: string | null
    by?: Pick<Person, 'rights'>
    name?: string
    area?: string | null
    from: Origin
  },
): Promise<Result<ExerciseOrganisation>> {
  if (input.link !== null && !(await isSetup(deps.db.read, input.link))) return refuse(LINK_GONE)
  if (input.link === null && !(input.by && can(input.by, 'estate.settings')))
    return notAllowed('estate.settings')
  const name = readName('name', input.name ?? 'Arrelbridge exercise', 'name-none')
  if (!name.ok) return name
  const suffix = Array.from({ length: 4 }, () => 'abcdefghjkmnpqrstvwxyz23456789'[randomInt(30)]).join('')
  const people = EXERCISE_PEOPLE.map((person) => ({
    ...person,
    id: newId<PersonId>(deps.clock.now().getTime()),
    email: `${person.handle}.${suffix}@exercise.invalid`,
    password: newPassphrase(),
  }))
  const prepared = await Promise.all(
    people.map(({ email, password }) =>
      deps.identity.prepare({ email, words: [], password, factor: { kind: 'none' }, exercise: true }),
    ),
  )
  return deps.db.transaction(async (tx) => {
    await lockSetup(tx)
    if ((await countExerciseOrganisations(tx)) >= MOST_EXERCISES)
      return refuse({
        kind: 'conflict',
        rule: 'too-many-exercises',
        why: `There are already ${MOST_EXERCISES} exercises here. End one first.`,
      })
    const id = newId<OrganisationId>(deps.clock.now().getTime())
    const organisation: Organisation = {
      id,
      name: name.value,
      kind: 'exercise',
      area: input.area ?? null,
      timeZone: 'Europe/London',
    }
    const root = await layFoundation(tx, deps, organisation)
    for (const [at, person] of people.entries()) {
      const keys = prepared[at]!
      if (!keys.ok) return keys
      await addPerson(tx, deps, organisation, root, person)
      const enrolled = await deps.identity.enrol(tx, id, person.id, keys.value)
      if (!enrolled.ok) return enrolled
    }
    const officer = people.find(({ role }) => role === 'officer')!
    const token = await deps.identity.openSession(tx, id, officer.id, input.from)
    const shown = people.map(({ id: person, name: called, job, role, email, password }) => ({
      id: person,
      name: called,
      job,
      role,
      email,
      password,
    }))
    return ok({ organisation, root, people: shown, token })
  })
}

/** Three words and two digits: easy to type from a screen. About 30 bits, for a place that reaches nobody. */
function newPassphrase(): string {
  const words = Array.from({ length: 3 }, () => WORDS[randomInt(WORDS.length)]!)
  return `${words.join('-')}-${randomInt(10, 100)}`
}

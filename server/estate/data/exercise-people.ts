import type { Role } from '../../platform/context.ts'

/** Four invented people, one a role. */
export const EXERCISE_PEOPLE: readonly { name: string; handle: string; job: string; role: Role }[] = [
  { name: 'Amina Rahman', handle: 'amina', job: 'Duty press officer', role: 'officer' },
  { name: 'Marcus Bell', handle: 'marcus', job: 'Duty communications manager', role: 'approver' },
  { name: 'Ffion Prosser', handle: 'ffion', job: 'Head of communications', role: 'administrator' },
  { name: 'Tom Hale', handle: 'tom', job: 'Staff officer to Gold', role: 'viewer' },
]

/** Plain words for passphrases; none that hurts, none that sounds like another. */
export const WORDS: readonly string[] = `
acorn anchor apron arrow attic autumn badger bakery barley barrel basket beacon beaver birch biscuit bonnet bramble
branch bridge bronze bucket bumble burrow button cabin candle canyon carpet carrot castle cedar cellar chalk chapel
cherry chimney cider circle clover cobalt cobble comet copper coral cotton cradle crayon cricket crystal curtain
cushion dairy damson dapple dune easel elbow ember engine fabric falcon feather fennel ferry fiddle finch flannel
flint fossil fountain foxglove freckle galley garden garnet gather ginger glacier goblet gravel grove gull hamlet
hammer harbour harvest hazel heather hedge helmet heron hollow honey hopper ivory jacket jasper jigsaw juniper kayak
kettle kiosk kitchen ladder lagoon lantern larch lattice lavender lemon lichen linen lobster locket magnet mallet
maple marble market marrow meadow melon mitten mosaic muffin mustard napkin nectar needle nettle nutmeg oatmeal
orchard otter oyster paddle pancake parcel parsley pasture pebble pepper picnic pillow pilot plank plover pocket
poplar poppy portrait possum pottery prairie puddle pumpkin puzzle quarry quilt rabbit radish raft rafter ribbon
ridge rocket rowan rudder saddle saffron sailor salmon sandal satchel saucer scarf shovel shutter silver slate
sparrow spindle spruce squirrel stable steeple stencil stream sundial swallow sycamore tandem teapot thicket thimble
thistle timber tinsel toffee trellis trowel tulip tunnel turnip turret valley velvet village violin waffle wagon
walnut warbler wicker willow window wombat woodland yarrow zephyr`
  .trim()
  .split(/\s+/)

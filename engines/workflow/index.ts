/** workflow: what may become of a thing, and when something is due by the working days and hours of each nation. Pure, no clock. */
export { bankHolidays, type Day, type Nation } from './bank-holidays.ts'
export {
  type ConversationBy,
  type ConversationState,
  conversationMoves,
  type DeliveryBy,
  type DeliveryState,
  deliveryMoves,
  type Move,
  type Moves,
  movesOf,
} from './moves.ts'
export {
  addWorkingDays,
  addWorkingTime,
  informationActNations,
  isWorkingDay,
  localDay,
  momentOf,
  type WorkingHours,
  workingTimeBetween,
} from './working-time.ts'

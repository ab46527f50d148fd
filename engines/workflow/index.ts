/** workflow: when something is due, by the working days, hours and bank holidays of the United Kingdom. Pure, no clock. */
export { bankHolidays, type Day, type Nation } from './bank-holidays.ts'
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

const round = (n: number): number => Math.round(n * 10) / 10

/** A line for a column's head: the last points as one path, none when there is nothing to draw. */
export function sparkPath(values: number[], width: number, height: number): string {
  if (values.length < 2) return ''
  const top = Math.max(1, ...values)
  const step = width / (values.length - 1)
  return values
    .map(
      (value, index) =>
        `${index ? 'L' : 'M'}${round(index * step)} ${round(height - 1 - ((height - 2) * value) / top)}`,
    )
    .join('')
}

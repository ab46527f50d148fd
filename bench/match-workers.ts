import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { median } from './match-engine.ts'

interface Rate {
  wall: number
  cpu: number
}

/**
 * How many times as many posts two threads match as one. `two_workers_scale` is by each thread's own CPU (the median of
 * paired rounds); by the wall it is the best of them, for a shared machine gives nobody two whole cores.
 */
export async function twoWorkers(folder: string, set: string): Promise<Record<string, number>> {
  const workers = [0, 1].map(
    () => new Worker(new URL('./match-worker.ts', import.meta.url), { workerData: { folder, set } }),
  )
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const run = async (some: Worker[]): Promise<Rate[]> =>
    Promise.all(
      some.map(async (worker) => {
        const answer = once(worker, 'message')
        worker.postMessage(3)
        return ((await answer) as [Rate])[0]
      }),
    )
  const byCpu: number[] = []
  const byWall: number[] = []
  for (let round = 0; round < 5; round++) {
    const [alone] = (await run(workers.slice(0, 1))) as [Rate]
    const [one, other] = (await run(workers)) as [Rate, Rate]
    byCpu.push((one.cpu + other.cpu) / alone.cpu)
    byWall.push((one.wall + other.wall) / alone.wall)
  }
  await Promise.all(workers.map((worker) => worker.terminate()))
  return {
    two_workers_scale: Number(median(byCpu).toFixed(2)),
    two_workers_scale_by_the_wall: Number(Math.max(...byWall).toFixed(2)),
  }
}

import { benchScreen } from './screen-speed.ts'

/** `npm run bench [-- SIZE...]`: sizes in requests, default 200,000 and 1,000,000; 10,000,000 needs 20 GB of disk. */
const sizes = process.argv.slice(2).map(Number)
await benchScreen(sizes.length > 0 ? sizes : [200_000, 1_000_000])

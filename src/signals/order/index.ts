export { tellOrder } from './tell-order.ts'
export { tellPivots } from './tell-pivots.ts'

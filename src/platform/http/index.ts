export { openHttp } from './open-http.ts'
export type { Http, HttpRequest, HttpResponse, HttpSettings } from './open-http.ts'

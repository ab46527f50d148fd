/** The edge: the HTTP server in front of everything, and what it refuses. */
export { type Edge, type Handler, LARGE_BODY, openEdge, PortTaken } from './edge.ts'

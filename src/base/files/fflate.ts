/** The door to fflate: what unpacks archives and data of the package. */
export { inflateSync as inflate, unzipSync } from 'fflate';

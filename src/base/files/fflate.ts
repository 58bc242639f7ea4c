/** The door to fflate: what packs and unpacks archives and data of the package. */
export { inflateSync as inflate, unzipSync, zipSync } from 'fflate';

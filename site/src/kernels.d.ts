/** Written by tools/kernels.ts when the site is built: kernels/, compiled, in base64. */
declare module 'virtual:kernels' {
  const code: string;
  export default code;
}

/** In CI properties are tried on the same draws each time, so that its verdict is one on the commit; elsewhere on new ones. */
if (process.env['CI'] !== undefined) {
  const { configureGlobal } = await import('fast-check');
  configureGlobal({ seed: 20_260_101 });
}

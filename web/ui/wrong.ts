/** The four ways in which a page can go wrong that are told apart in words. */
export const wrongKind = (status: number): 404 | 403 | 503 | 500 =>
  status === 404 || status === 403 || status === 503 ? status : 500

/** How an account stands with the Marketing Messages API. */
export interface SimMarketing {
  /** ONBOARDED: its terms have been accepted. */
  status: 'INELIGIBLE' | 'ELIGIBLE' | 'ONBOARDED';
  /** Marketing templates are refused by the ordinary endpoint. */
  isRequired: boolean;
}

/** Why an upload cannot be played, in words for whoever has uploaded it. */
export class Unusable extends Error {
  constructor(why: string) {
    super(why);
    this.name = "Unusable";
  }
}

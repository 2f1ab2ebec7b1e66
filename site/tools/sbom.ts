/** dist/ as a CycloneDX 1.6 bill of materials (https://cyclonedx.org/docs/1.6/json/). No time and no random number: a build repeats itself. */
import type { Licensed } from './licences.ts';

export interface Materials {
  readonly version: string;
  /** npm packages, and the files in dist/ that their code is in. */
  readonly packages: readonly (Licensed & { readonly files: readonly string[] })[];
  /** sha256 by the name in dist/; `of`: the package that a file is from. */
  readonly files: readonly { readonly name: string; readonly sha256: string; readonly of: Licensed }[];
}

const purl = ({ name, version }: Licensed): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;

const licences = ({ licence, text }: Licensed) => [
  {
    license: {
      ...(/^[\w.+-]+$/.test(licence) ? { id: licence } : { name: licence }),
      text: { contentType: 'text/plain', content: text },
    },
  },
];

const component = (one: Licensed, reference: string) => ({
  type: 'library',
  'bom-ref': reference,
  name: one.name,
  version: one.version,
  licenses: licences(one),
  externalReferences: [{ type: 'website', url: one.homepage }],
});

export function sbom({ version, packages, files }: Materials): object {
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', 'bom-ref': 'mood-mirror', name: 'mood-mirror', version } },
    components: [
      ...packages.map((one) => ({
        ...component(one, purl(one)),
        purl: purl(one),
        evidence: { occurrences: one.files.map((location) => ({ location })) },
      })),
      ...files.map(({ name, sha256, of }) => ({
        type: 'file',
        'bom-ref': `file:${name}`,
        name,
        hashes: [{ alg: 'SHA-256', content: sha256 }],
        licenses: licences(of),
        description: `From ${of.name} ${of.version}.`,
      })),
    ],
    dependencies: [{ ref: 'mood-mirror', dependsOn: packages.map(purl) }],
  };
}

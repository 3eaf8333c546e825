import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Issuer of OpenID Connect at which people of the company sign in.' })
export class SignInIssuer {
  @Field(() => String, {
    nullable: true,
    description: 'Words for the button that leads to the issuer (OIDC_BUTTON_LABEL); null: choose your own.',
  })
  label: string | null;
  @Field({
    description:
      'Address on this server that leads a browser to the issuer, and back to <PUBLIC_URL>/sign-in: there redeemSignIn takes the session.',
  })
  startUrl: string;
}

@ObjectType({ description: 'Sign-in options: what somebody can do who has not signed in.' })
export class SignInOptions {
  @Field({ description: 'Whether requestPasswordReset is possible: this server sends e-mails (SMTP_URL).' })
  canRequestPasswordReset: boolean;
  @Field(() => SignInIssuer, {
    nullable: true,
    description: 'Issuer at which people can sign in, beside their password here; null: there is none (OIDC_ISSUER).',
  })
  issuer: SignInIssuer | null;
}

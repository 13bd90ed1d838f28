import { invalid, type ApiError } from '../jsonapi/errors';

/** Validation messages in OroCRM's words. `pointer` is undefined for an error of the record as a whole. */
type Message = (pointer?: string) => ApiError;

const message =
  (title: string, detail: string): Message =>
  (pointer) =>
    invalid(title, detail, pointer === undefined ? {} : { pointer });

export const notBlank = message('not blank', 'This value should not be blank.');
export const notValid = message('form', 'This value is not valid.');
export const noSuchEntity = message('form', 'The entity does not exist.');
export const notEmail = message('email', 'This value is not a valid email address.');
export const notAChoice = message('choice', 'The value you selected is not a valid choice.');
export const futureBirthday = message('less than or equal', 'The birth date cannot be in the future.');
export const ownerFixed = message('unchangeable field', 'Address owner cannot be changed once set.');
export const foreignOwner = message('owner', 'You have no access to set this value as owner.');
export const customRegionRefused = message(
  'region text',
  'Custom region can be used only for countries without predefined regions.',
);
export const noContactInformation = message(
  'has contact information',
  'At least one of the fields First name, Last name, Emails or Phones must be defined.',
);
export const externalIdTaken = message('unique entity', 'Value for field "External ID" must be unique');
export const emailTaken = message(
  'unique user email',
  'This email is already registered by another user. Please provide unique email address.',
);
export const usernameTaken = message('unique entity', 'This value is already used.');
export const weakPassword = message('password complexity', 'The password must be at least 8 characters long');

export const tooLong = (limit: number, pointer: string): ApiError =>
  invalid(
    'length',
    `This value is too long. It should have ${limit} character${limit === 1 ? '' : 's'} or less.`,
    { pointer },
  );

export const noDate = (value: string, pointer: string): ApiError =>
  invalid('form', `The "${value}" is not valid date.`, { pointer });

export const noDateTime = (value: string, pointer: string): ApiError =>
  invalid('form', `The "${value}" is not valid datetime.`, { pointer });

/** The same words on create and on update; those on create are inferred (reference section 2 quotes an update). */
export const workflowLocked = message(
  'workflow entity',
  'Field could not be edited because of workflow restrictions.',
);
export const dueDateMissing = message('due date required', 'Due date must be set for reminders');

export const onePrimary = (what: string, pointer: string): ApiError =>
  invalid('contains primary', `One of the ${what} must be set as primary.`, { pointer });

export const unknownPrimary = (what: string, pointer: string): ApiError =>
  invalid('primary item', `Unknown primary ${what}.`, { pointer });

export const wrongRegion = (region: string, country: string, pointer?: string): ApiError =>
  message('valid region', `Region ${region} does not belong to country ${country}`)(pointer);

export const severalTypes = (types: readonly string[], pointer: string): ApiError =>
  invalid('unique address types', `Several addresses have the same type ${types.join(', ')}.`, { pointer });

export const extraFields = (names: readonly string[], pointer?: string): ApiError =>
  message(
    'extra fields',
    `This form should not contain extra fields: ${names.map((name) => `"${name}"`).join(', ')}.`,
  )(pointer);

export const noViewPermission = (pointer: string): ApiError => ({
  ...invalid('access granted', 'The "VIEW" permission is denied for the related resource.', { pointer }),
  status: 403,
});

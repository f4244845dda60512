import type { ButtonHTMLAttributes } from 'react';
import { Icon, type IconName } from './icon.tsx';

type Look = 'primary' | 'plain' | 'danger';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look | undefined;
  icon?: IconName | undefined;
  on?: boolean | undefined;
}

export function Button({ look, icon, on, children, className, ...rest }: ButtonProps) {
  const classes = ['button', look, on && 'on', !children && 'square', className];
  return (
    <button type="button" className={classes.filter(Boolean).join(' ')} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

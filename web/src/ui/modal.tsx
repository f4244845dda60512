import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { ErrorNote } from './states.tsx';

export interface ModalProps {
  open: boolean;
  onClose: () => void;
  title: string;
  about?: ReactNode;
  children?: ReactNode;
  className?: string;
}

/** A modal dialog: focus stays inside, Esc closes, focus returns where it was. */
export function Modal({ open, onClose, title, about, children, className }: ModalProps) {
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className={`popup dialog ${className ?? ''}`}>
          <Dialog.Title render={<h2 />}>{title}</Dialog.Title>
          {about && <Dialog.Description className="prose">{about}</Dialog.Description>}
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export interface ConfirmProps {
  open: boolean;
  title: string;
  about: ReactNode;
  action: string;
  /** What is asked for, as it goes: the button waits for it, and what goes wrong is said. */
  change: { isPending: boolean; isError: boolean; error: unknown };
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that can't be undone; the button says what will happen. */
export function Confirm({ change, ...props }: ConfirmProps) {
  return (
    <Modal open={props.open} onClose={props.onClose} title={props.title} about={props.about}>
      {change.isError && <ErrorNote error={change.error} />}
      <div className="actions">
        <Button onClick={props.onClose}>Cancel</Button>
        <Button look="danger" disabled={change.isPending} onClick={props.onConfirm}>
          {props.action}
        </Button>
      </div>
    </Modal>
  );
}

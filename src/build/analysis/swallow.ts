/** Context managers that end exceptions. */
import type { Thing } from './domain.ts'

/** Whether a context manager may end an exception: what follows runs with half of the body done. */
export function maySwallow(manager: Thing): boolean {
  switch (manager.data?.sort) {
    case 'instance':
      return /__exit__[\s\S]*\breturn\s+(?!None\b|False\b)\S/.test(
        manager.data.class.data?.sort === 'class' ? manager.data.class.data.node.text : '',
      )
    case 'lazy':
      return /\bexcept\b/.test(manager.label)
    default:
      return manager.type === 'suppress'
  }
}

// The virtual list of the log. The virtualizer is one object that changes inside without changing its identity,
// so components that read it must not be memoized by a compiler; this page is built without one.
import { useVirtualizer } from '@tanstack/react-virtual';

export const useLineVirtualizer = useVirtualizer;

// Command pause holds a pod's namespaces open: it waits for the end and reaps orphans meanwhile.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// reap collects every child that has already ended; as process 1 of a pod we inherit the orphans.
func reap() {
	for {
		pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil || pid <= 0 {
			return
		}
	}
}

func main() {
	if len(os.Args) > 1 {
		fmt.Fprintf(os.Stderr, "pause: got argument %q; expected none\n", os.Args[1])
		os.Exit(2)
	}
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGCHLD)
	reap() // a child may have ended before the handler was there
	for received := range signals {
		if received != syscall.SIGCHLD {
			return
		}
		reap()
	}
}

// Command loopback-forward makes ports of other addresses reachable on 127.0.0.1, and only there.
// Several addresses stand for the same service: a connection goes to one that answers.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// parsePorts reads "30000-30031,6443"; a port named twice is refused, as its second listen would fail.
func parsePorts(text string) ([]int, error) {
	var ports []int
	seen := map[int]bool{}
	for _, part := range strings.Split(text, ",") {
		low, high, isRange := strings.Cut(strings.TrimSpace(part), "-")
		first, err := strconv.ParseUint(low, 10, 16)
		if err != nil {
			return nil, fmt.Errorf("--ports: got %q; expected ports such as 30000-30031,6443", part)
		}
		last := first
		if isRange {
			if last, err = strconv.ParseUint(high, 10, 16); err != nil || last < first {
				return nil, fmt.Errorf("--ports: got %q; expected a range such as 30000-30031", part)
			}
		}
		for port := int(first); port <= int(last); port++ {
			if port == 0 || seen[port] {
				return nil, fmt.Errorf("--ports: got port %d; expected each port once, from 1 to 65535", port)
			}
			seen[port] = true
			ports = append(ports, port)
		}
	}
	return ports, nil
}

// parseAddresses reads "10.0.0.1,10.0.0.2".
func parseAddresses(text string) ([]string, error) {
	addresses := strings.Split(text, ",")
	for _, address := range addresses {
		if net.ParseIP(address) == nil {
			return nil, fmt.Errorf("--to: got %q; expected IP addresses, separated by commas", address)
		}
	}
	return addresses, nil
}

// pipe copies one direction and passes the end of the stream on, so that a half-closed
// connection (a client that sent its request and still waits for the answer) keeps working.
func pipe(to, from *net.TCPConn) {
	if _, err := io.Copy(to, from); err != nil {
		// The pair is broken: without closing both, the other direction would wait for ever. A
		// reset says so; an ordinary end would look like a whole answer.
		to.SetLinger(0)
		from.SetLinger(0)
		to.Close()
		from.Close()
		return
	}
	to.CloseWrite()
}

func forward(client *net.TCPConn, to *route) {
	defer client.Close()
	server, err := to.dial()
	if err != nil {
		fmt.Fprintf(os.Stderr, "loopback-forward: %v\n", err)
		client.SetLinger(0) // a refusal reaches the client as a reset, not as an empty answer
		return
	}
	defer server.Close()
	var both sync.WaitGroup
	both.Add(2)
	go func() { defer both.Done(); pipe(server, client) }()
	go func() { defer both.Done(); pipe(client, server) }()
	both.Wait()
}

func serve(listener *net.TCPListener, to *route) {
	for {
		client, err := listener.AcceptTCP()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // out of descriptors: others will end, so wait instead of giving up
			fmt.Fprintf(os.Stderr, "loopback-forward: accept: %v\n", err)
			time.Sleep(100 * time.Millisecond)
			continue
		}
		go forward(client, to)
	}
}

func run(to, portList string) error {
	addresses, err := parseAddresses(to)
	if err != nil {
		return err
	}
	ports, err := parsePorts(portList)
	if err != nil {
		return err
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT) // before "ready": it may be ended at once
	listeners := make([]*net.TCPListener, 0, len(ports))
	for _, port := range ports {
		listener, err := net.ListenTCP("tcp4", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port})
		if err != nil {
			return fmt.Errorf("port %d: cannot listen on 127.0.0.1: %w", port, err)
		}
		listeners = append(listeners, listener)
	}
	for index, listener := range listeners {
		go serve(listener, newRoute(addresses, ports[index]))
	}
	fmt.Println("ready")
	<-signals
	return nil
}

func main() {
	to := flag.String("to", "", "addresses that the ports belong to, such as 10.0.0.1,10.0.0.2")
	ports := flag.String("ports", "", "ports such as 30000-30031,6443")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "loopback-forward: got argument %q; expected only --to and --ports\n", flag.Arg(0))
		os.Exit(2)
	}
	if err := run(*to, *ports); err != nil {
		fmt.Fprintf(os.Stderr, "loopback-forward: %v\n", err)
		os.Exit(1)
	}
}

package main

import (
	"context"
	"net"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	dialTimeout = 5 * time.Second
	// A dead machine refuses nothing, it is silent: after this long the next one is tried as well.
	patience = 250 * time.Millisecond
	// An open connection to a machine that went silent ends after this long.
	silence = 10 * time.Second
	// tcpUserTimeout bounds the wait for an acknowledgement; package syscall doesn't name it.
	tcpUserTimeout = 0x12
)

var dialer = net.Dialer{
	KeepAliveConfig: net.KeepAliveConfig{
		Enable: true, Idle: silence / 2, Interval: silence / 4, Count: 2,
	},
	// Keep-alive watches an idle connection only; this one watches data that nobody acknowledges.
	Control: func(_, _ string, raw syscall.RawConn) (failure error) {
		err := raw.Control(func(descriptor uintptr) {
			failure = syscall.SetsockoptInt(
				int(descriptor), syscall.IPPROTO_TCP, tcpUserTimeout, int(silence.Milliseconds()),
			)
		})
		if err != nil {
			return err
		}
		return failure
	},
}

// route is one port of several machines, each as good as the other.
type route struct {
	targets []string
	// preferred is the one that answered last: only one client waits for a machine that died.
	preferred atomic.Int32
}

func newRoute(addresses []string, port int) *route {
	to := &route{}
	for _, address := range addresses {
		to.targets = append(to.targets, net.JoinHostPort(address, strconv.Itoa(port)))
	}
	return to
}

type attempt struct {
	target     int
	connection net.Conn
	err        error
}

// dial connects to the target that answers first. The preferred one has a head start; the next
// begins when the one before refuses, or has been silent for too long.
func (to *route) dial() (*net.TCPConn, error) {
	limited, cancel := context.WithTimeout(context.Background(), dialTimeout)
	defer cancel()                                  // ends the attempts that lost
	attempts := make(chan attempt, len(to.targets)) // has room for all: none is left waiting
	first, begun, failed := int(to.preferred.Load()), 0, 0
	next := func() {
		if begun == len(to.targets) {
			return
		}
		target := (first + begun) % len(to.targets)
		begun++
		go func() {
			connection, err := dialer.DialContext(limited, "tcp", to.targets[target])
			attempts <- attempt{target, connection, err}
		}()
	}
	next()
	silent := time.NewTicker(patience)
	defer silent.Stop()
	for {
		select {
		case <-silent.C:
			next()
		case one := <-attempts:
			if one.err == nil {
				to.preferred.Store(int32(one.target))
				go closeLate(attempts, begun-failed-1)
				return one.connection.(*net.TCPConn), nil
			}
			if failed++; failed == len(to.targets) {
				return nil, one.err
			}
			next()
		}
	}
}

// closeLate closes connections that came to be although another one was faster.
func closeLate(attempts <-chan attempt, count int) {
	for range count {
		if one := <-attempts; one.err == nil {
			one.connection.Close()
		}
	}
}

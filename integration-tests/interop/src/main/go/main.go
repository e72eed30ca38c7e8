// Command peer is the published opamp-go server with a control API, so that
// tests in another language can say what it answers and see what it received.
//
// It prints one line of JSON with its two addresses once it listens, and ends
// when its standard input does: no test leaves it behind.
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/open-telemetry/opamp-go/server"
	"github.com/open-telemetry/opamp-go/server/types"
)

func main() {
	opamp := flag.String("opamp", "127.0.0.1:0", "address of the OpAMP server")
	control := flag.String("control", "127.0.0.1:0", "address of the control API")
	compress := flag.Bool("compress", false, "let the server compress")
	cert := flag.String("cert", "", "PEM file of the server's certificate, for TLS")
	key := flag.String("key", "", "PEM file of its private key")
	custom := flag.String("custom", "", "a custom capability of the server")
	flag.Parse()
	if err := run(*opamp, *control, *compress, *cert, *key, *custom); err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}

func run(opamp, control string, compress bool, cert, key, custom string) error {
	log := &eventLog{}
	peer := newPeer(log)
	settings := server.StartSettings{
		Settings: server.Settings{
			EnableCompression: compress,
			Callbacks:         types.Callbacks{OnConnecting: peer.onConnecting},
		},
		ListenEndpoint: opamp,
	}
	if custom != "" {
		settings.CustomCapabilities = []string{custom}
	}
	if cert != "" {
		pair, err := tls.LoadX509KeyPair(cert, key)
		if err != nil {
			return err
		}
		settings.TLSConfig = &tls.Config{
			Certificates: []tls.Certificate{pair},
			ClientAuth:   tls.RequestClientCert,
		}
	}
	srv := server.New(log)
	if err := srv.Start(settings); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", control)
	if err != nil {
		return err
	}
	go http.Serve(listener, controlAPI(peer, log))
	announce(srv.Addr(), listener.Addr())
	io.Copy(io.Discard, os.Stdin)
	peer.disconnectAll()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	return srv.Stop(ctx)
}

func announce(opamp, control net.Addr) {
	json.NewEncoder(os.Stdout).Encode(map[string]string{
		"opamp":   opamp.String(),
		"control": control.String(),
	})
}

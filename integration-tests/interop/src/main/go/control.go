package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/open-telemetry/opamp-go/protobufs"
	"google.golang.org/protobuf/encoding/protojson"
)

// controlAPI is how a test drives the peer. Messages are protobuf-JSON; uid is
// the instance UID in hexadecimal, none meaning any agent.
//
//	GET  /log?from=N          what was seen from event N on
//	POST /push?uid=HEX        sends a message now, as it is (WebSocket alone)
//	POST /queue?uid=HEX       makes it the next reply
//	POST /standing?uid=HEX    makes it every reply that has no other; no body: none
//	POST /disconnect?uid=HEX  drops the connection without a word
//	GET  /certificate?name=CN a new client certificate and its key (PKCS #1), as PEM
//	POST /reject              {"code":503,"headers":{"Retry-After":"2"},"times":1}
func controlAPI(p *peer, log *eventLog) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /log", func(w http.ResponseWriter, r *http.Request) {
		from, _ := strconv.Atoi(r.URL.Query().Get("from"))
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(log.from(from))
	})
	mux.HandleFunc("GET /certificate", func(w http.ResponseWriter, r *http.Request) {
		cert, key, err := clientCertificate(r.URL.Query().Get("name"))
		if err != nil {
			done(w, err)
			return
		}
		json.NewEncoder(w).Encode(map[string]string{"cert": string(cert), "key": string(key)})
	})
	mux.HandleFunc("POST /push", func(w http.ResponseWriter, r *http.Request) {
		message, err := body(r)
		conn := p.connection(uid(r))
		if err == nil && conn == nil {
			err = errors.New("no connection of that agent")
		}
		if err == nil {
			err = conn.Send(r.Context(), message)
		}
		done(w, err)
	})
	mux.HandleFunc("POST /queue", func(w http.ResponseWriter, r *http.Request) {
		message, err := body(r)
		if err == nil {
			p.queue(uid(r), message)
		}
		done(w, err)
	})
	mux.HandleFunc("POST /standing", func(w http.ResponseWriter, r *http.Request) {
		message, err := body(r)
		if err == nil {
			p.always(uid(r), message)
		}
		done(w, err)
	})
	mux.HandleFunc("POST /disconnect", func(w http.ResponseWriter, r *http.Request) {
		conn := p.connection(uid(r))
		if conn == nil {
			done(w, errors.New("no connection of that agent"))
			return
		}
		done(w, conn.Disconnect())
	})
	mux.HandleFunc("POST /reject", func(w http.ResponseWriter, r *http.Request) {
		var wanted refusal
		err := json.NewDecoder(r.Body).Decode(&wanted)
		if err == nil {
			p.refuse(wanted)
		}
		done(w, err)
	})
	return mux
}

func uid(r *http.Request) string {
	return r.URL.Query().Get("uid")
}

// body is the message sent along, nil when there is none.
func body(r *http.Request) (*protobufs.ServerToAgent, error) {
	bytes, err := io.ReadAll(r.Body)
	if err != nil || len(bytes) == 0 {
		return nil, err
	}
	message := &protobufs.ServerToAgent{}
	return message, protojson.Unmarshal(bytes, message)
}

func done(w http.ResponseWriter, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusConflict)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

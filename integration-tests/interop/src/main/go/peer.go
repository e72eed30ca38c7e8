package main

import (
	"context"
	"encoding/hex"
	"net/http"
	"sync"

	"github.com/open-telemetry/opamp-go/protobufs"
	"github.com/open-telemetry/opamp-go/server/types"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// refusal is what the next connection attempts (over HTTP: requests) get.
type refusal struct {
	Code    int               `json:"code"`
	Headers map[string]string `json:"headers"`
	Times   int               `json:"times"`
}

// peer answers with what the control API left for an agent, and otherwise with
// an empty message, as the example server of opamp-go does: it never tells its
// capabilities.
type peer struct {
	log *eventLog

	mu       sync.Mutex
	last     int
	agents   map[string]types.Connection
	open     map[types.Connection]int
	queued   map[string][]*protobufs.ServerToAgent
	standing map[string]*protobufs.ServerToAgent
	refusal  refusal
}

func newPeer(log *eventLog) *peer {
	return &peer{
		log:      log,
		agents:   map[string]types.Connection{},
		open:     map[types.Connection]int{},
		queued:   map[string][]*protobufs.ServerToAgent{},
		standing: map[string]*protobufs.ServerToAgent{},
	}
}

func (p *peer) onConnecting(request *http.Request) types.ConnectionResponse {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.refusal.Times > 0 {
		p.refusal.Times--
		p.log.add(event{Kind: "rejected", Headers: request.Header.Clone()})
		return types.ConnectionResponse{
			HTTPStatusCode:     p.refusal.Code,
			HTTPResponseHeader: p.refusal.Headers,
		}
	}
	p.last++
	number := p.last
	p.log.add(event{
		Kind:       "connecting",
		Connection: number,
		Headers:    request.Header.Clone(),
		Text:       presented(request),
	})
	return types.ConnectionResponse{Accept: true, ConnectionCallbacks: p.callbacks(number)}
}

func (p *peer) callbacks(number int) types.ConnectionCallbacks {
	return types.ConnectionCallbacks{
		OnConnected: func(_ context.Context, conn types.Connection) {
			p.connected(conn, number)
		},
		OnMessage: func(_ context.Context, conn types.Connection, message *protobufs.AgentToServer) *protobufs.ServerToAgent {
			return p.onMessage(conn, number, message)
		},
		OnConnectionClose: func(conn types.Connection) {
			p.closed(conn, number)
		},
		OnReadMessageError: func(_ types.Connection, _ int, bytes []byte, err error) {
			p.log.add(event{Kind: "readError", Connection: number, Bytes: len(bytes), Text: err.Error()})
		},
		OnMessageResponseError: func(_ types.Connection, _ *protobufs.ServerToAgent, err error) {
			p.log.add(event{Kind: "sendError", Connection: number, Text: err.Error()})
		},
	}
}

func (p *peer) connected(conn types.Connection, number int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open[conn] = number
	p.log.add(event{Kind: "connected", Connection: number})
}

func (p *peer) closed(conn types.Connection, number int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.open, conn)
	for uid, of := range p.agents {
		if of == conn {
			delete(p.agents, uid)
		}
	}
	p.log.add(event{Kind: "closed", Connection: number})
}

func (p *peer) onMessage(conn types.Connection, number int, message *protobufs.AgentToServer) *protobufs.ServerToAgent {
	uid := hex.EncodeToString(message.InstanceUid)
	text, err := protojson.Marshal(message)
	if err != nil {
		p.log.add(event{Kind: "readError", Connection: number, Text: err.Error()})
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.agents[uid] = conn
	p.log.add(event{
		Kind: "message", Connection: number, UID: uid, Bytes: proto.Size(message), Message: text,
	})
	return p.reply(uid)
}

// reply takes what was queued for the agent, or for anyone; else what every
// answer to it is, else an empty message.
func (p *peer) reply(uid string) *protobufs.ServerToAgent {
	for _, key := range []string{uid, ""} {
		if queue := p.queued[key]; len(queue) > 0 {
			p.queued[key] = queue[1:]
			return queue[0]
		}
	}
	for _, key := range []string{uid, ""} {
		if always := p.standing[key]; always != nil {
			return proto.Clone(always).(*protobufs.ServerToAgent)
		}
	}
	return &protobufs.ServerToAgent{}
}

func (p *peer) connection(uid string) types.Connection {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.agents[uid]
}

func (p *peer) queue(uid string, message *protobufs.ServerToAgent) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queued[uid] = append(p.queued[uid], message)
}

func (p *peer) always(uid string, message *protobufs.ServerToAgent) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.standing[uid] = message
}

func (p *peer) refuse(refusal refusal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refusal = refusal
}

func (p *peer) disconnectAll() {
	p.mu.Lock()
	conns := make([]types.Connection, 0, len(p.open))
	for conn := range p.open {
		conns = append(conns, conn)
	}
	p.mu.Unlock()
	for _, conn := range conns {
		conn.Disconnect()
	}
}

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// event is one thing the server saw.
type event struct {
	Number     int             `json:"number"`
	Millis     int64           `json:"millis"`
	Kind       string          `json:"kind"`
	Connection int             `json:"connection,omitempty"`
	UID        string          `json:"uid,omitempty"`
	Headers    http.Header     `json:"headers,omitempty"`
	Bytes      int             `json:"bytes,omitempty"`
	Message    json.RawMessage `json:"message,omitempty"`
	Text       string          `json:"text,omitempty"`
}

// eventLog keeps what the server saw, in order. It is the server's logger too.
type eventLog struct {
	mu     sync.Mutex
	events []event
}

func (l *eventLog) add(e event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e.Number = len(l.events)
	e.Millis = time.Now().UnixMilli()
	l.events = append(l.events, e)
}

func (l *eventLog) from(number int) []event {
	l.mu.Lock()
	defer l.mu.Unlock()
	if number >= len(l.events) {
		return []event{}
	}
	return append([]event{}, l.events[max(number, 0):]...)
}

func (l *eventLog) Debugf(_ context.Context, format string, args ...interface{}) {
	l.add(event{Kind: "debug", Text: fmt.Sprintf(format, args...)})
}

func (l *eventLog) Errorf(_ context.Context, format string, args ...interface{}) {
	l.add(event{Kind: "error", Text: fmt.Sprintf(format, args...)})
}
